#!/usr/bin/env bash
# The kill test at full length: 20 kills of the server and 5 of the database while clients write.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

KILL_SERVER=${KILL_SERVER:-20} KILL_DATABASE=${KILL_DATABASE:-5} \
    cargo test -p server --test it -- --nocapture kill::everything_acknowledged_survives_kills
