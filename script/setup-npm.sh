#!/usr/bin/env bash
# The packages of package-lock.json: Tailwind, the font, the browser driver, axe.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

stamp=node_modules/.change-mgmt
want=$(digest package.json package-lock.json)
[[ -f $stamp && $(<"$stamp") == "$want" ]] && exit 0
have npm || die "Node.js 20 or newer with npm is missing: https://nodejs.org, or Debian's packages nodejs and npm"
say "installing the npm packages"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
printf '%s\n' "$want" >"$stamp"
