#!/usr/bin/env bash
# Figures of one run on this machine: the product beside bare SQL, sizes, memory, latency.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

script/setup-postgres.sh
script/site.sh
# Squawk's own program, to be measured on the same files: the binary itself, not the script that starts it.
find_squawk() { find target/bench/node_modules/@squawk-cli -type f -name 'squawk*' -perm -u+x -print -quit 2>/dev/null; }
if [[ -z $(find_squawk) ]]; then
    npm install --no-save --no-audit --no-fund --loglevel=error --prefix target/bench squawk-cli@2.66.0 >/dev/null
fi
SQUAWK=$ROOT/$(find_squawk)
export SQUAWK
cargo bench --quiet -p server --bench validation
cargo bench --quiet -p server --bench product
# The same in a page: the program itself, with a browser that looks and two hundred streams that wait.
script/dist.sh
CHROMIUM=$(script/setup-chromium.sh)
export CHROMIUM CHANGE_MGMT_BIN=$ROOT/target/dist/change-mgmt
exec cargo run --quiet -p end2end --example live_latency
