#!/usr/bin/env bash
# The browser of the end-to-end tests. Prints its path. CHROMIUM names another one.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

find_browser() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [[ -n $name ]] && command -v "$name"; then return 0; fi
    done
    return 1
}

find_browser && exit 0
apt_install Chromium chromium
find_browser || die "the chromium package has no program of that name; set CHROMIUM to the browser's path"
