#!/usr/bin/env bash
# Figures of one run on this machine: the product beside bare SQL, sizes, memory, latency.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

script/setup-postgres.sh
script/site.sh
cargo bench --quiet -p server --bench product
# The same in a page: the program itself, with a browser that looks and two hundred streams that wait.
script/dist.sh
CHROMIUM=$(script/setup-chromium.sh)
export CHROMIUM CHANGE_MGMT_BIN=$ROOT/target/dist/change-mgmt
exec cargo run --quiet -p end2end --example live_latency
