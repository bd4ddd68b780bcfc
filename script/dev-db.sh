#!/usr/bin/env bash
# A throw-away PostgreSQL for development, all migrations applied, reached by a Unix socket.
#   start   starts it if need be and prints its DATABASE_URL
#   url     prints the URL; fails when it is not running
#   reset   drops everything and applies the migrations again (after a migration was edited)
#   stop    stops it and deletes its data
# CHANGE_MGMT_DEV_DB names another instance than `dev`.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

name=${CHANGE_MGMT_DEV_DB:-dev}
note=target/dev-db/$name # holds the path of the cluster's folder
bin=$(pg_bin) || { script/setup-postgres.sh && bin=$(pg_bin); }

dir() { [[ -f $note ]] && cat "$note"; }
url() { printf 'postgres://postgres@localhost/change_mgmt?host=%s\n' "$1"; }
alive() { [[ -n $1 && -f $1/data/postmaster.pid ]] && "$bin/pg_isready" -q -h "$1"; }
sql() { "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$1" -U postgres "${@:2}"; }

migrate() {
    sql "$1" -d postgres -c 'DROP DATABASE IF EXISTS change_mgmt WITH (FORCE)' -c 'CREATE DATABASE change_mgmt' 2>/dev/null
    local file
    for file in migrations/*.up.sql; do
        [[ -e $file ]] || continue
        sql "$1" -d change_mgmt -1 -f "$file" >/dev/null || die "$file does not apply"
    done
}

start() {
    local at
    at=$(dir || true)
    if ! alive "$at"; then
        at=$(mktemp -d "${TMPDIR:-/tmp}/change-mgmt-$name.XXXXXX")
        [[ $(id -u) == 0 ]] && chown postgres: "$at"
        as_pg "$bin/initdb" --no-sync -A trust -U postgres -E UTF8 --locale=C.UTF-8 -D "$at/data" >/dev/null
        # Nothing here outlives the session: no fsync.
        as_pg "$bin/pg_ctl" -s -w -D "$at/data" -l "$at/log" \
            -o "-F -c listen_addresses='' -c unix_socket_directories='$at'" start
        mkdir -p "$(dirname "$note")"
        printf '%s\n' "$at" >"$note"
        migrate "$at"
    fi
    url "$at"
}

stop() {
    local at
    at=$(dir || true)
    [[ -n $at ]] || return 0
    if [[ -f $at/data/postmaster.pid ]]; then
        as_pg "$bin/pg_ctl" -s -m immediate -D "$at/data" stop || true
    fi
    [[ $at == */change-mgmt-"$name".* ]] && rm -rf "$at"
    rm -f "$note"
}

case ${1:-start} in
    start) start ;;
    url)
        at=$(dir || true)
        alive "$at" || die "not running: script/dev-db.sh start"
        url "$at"
        ;;
    reset)
        start >/dev/null
        migrate "$(dir)"
        url "$(dir)"
        ;;
    stop) stop ;;
    *) die "usage: $0 start|url|reset|stop" ;;
esac
