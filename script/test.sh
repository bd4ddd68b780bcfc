#!/usr/bin/env bash
# All tests: crates, the server on a real PostgreSQL, journeys in a real browser.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

script/setup-postgres.sh
CHROMIUM=$(script/setup-chromium.sh)
export CHROMIUM
script/site.sh
CARGO_TARGET_DIR=target/front cargo test --quiet -p bundle
# One build of everything: the journeys start target/debug/change-mgmt, which the server's own tests need too.
exec cargo test --workspace --exclude frontend --exclude bundle --lib --bins --tests --no-fail-fast "$@"
