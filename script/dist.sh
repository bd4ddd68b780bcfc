#!/usr/bin/env bash
# target/dist/change-mgmt: the release server with the site in it. Expects the site (`make build` sees to it).
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

# Said only where there is something to wait for.
(sleep 2 && say "compiling the server for production: some minutes the first time") &
note=$!
trap 'kill "$note" 2>/dev/null || true' EXIT
cargo build --quiet --release -p server
kill "$note" 2>/dev/null || true
mkdir -p target/dist
# A running program's file cannot be written to, but it can be replaced.
if ! cmp -s target/release/change-mgmt target/dist/change-mgmt; then
    cp target/release/change-mgmt target/dist/change-mgmt.new
    mv target/dist/change-mgmt.new target/dist/change-mgmt
    say "target/dist/change-mgmt: $(wc -c <target/dist/change-mgmt | awk '{printf "%.1f MB", $1 / 1e6}')"
fi
