#!/usr/bin/env bash
# Figures of one run on this machine: the product beside bare SQL, sizes, memory, latency.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

script/setup-postgres.sh
script/site.sh
exec cargo bench --quiet -p server --bench product
