#!/usr/bin/env bash
# Refreshes server/store/.sqlx, the query data from which `query!` is checked without a database:
# a throw-away PostgreSQL with all migrations, then one `cargo check` of the store against it.
# It has a target folder of its own, so that it neither waits for other builds nor makes them stale.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

export CHANGE_MGMT_DEV_DB=sqlx-$$
fresh=$(mktemp -d)
trap 'script/dev-db.sh stop; rm -rf "$fresh"' EXIT
DATABASE_URL=$(script/dev-db.sh start)

export DATABASE_URL SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$fresh CARGO_TARGET_DIR=$ROOT/target/sqlx
cargo clean -q -p store 2>/dev/null || true
status=0
cargo check -q -p store --lib --tests || status=$?

mkdir -p server/store/.sqlx
shopt -s nullglob
files=("$fresh"/query-*.json)
if [[ $status == 0 ]]; then
    # A clean run has seen every query: what it did not write is stale.
    for old in server/store/.sqlx/query-*.json; do
        [[ -e $fresh/${old##*/} ]] || rm "$old"
    done
fi
# Unchanged files keep their time, so that nothing is compiled again on their account.
for new in "${files[@]}"; do
    cmp -s "$new" "server/store/.sqlx/${new##*/}" || install -m 644 "$new" server/store/.sqlx/
done
[[ $status == 0 ]] || die "the store does not compile; the data of the ${#files[@]} queries that were read is kept, stale data is not removed"
say "server/store/.sqlx: ${#files[@]} queries"
