# shellcheck shell=bash
# What the other scripts share: `source "$(dirname "$0")/lib.sh"`. Leaves the caller in the repository's root.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
ROOT=$PWD
export ROOT

say() { printf '\033[2m· %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

can_apt() { [[ $(id -u) == 0 ]] && have apt-get; }

# apt_install WHAT_FOR PACKAGE...: installs Debian packages, or says which are missing and stops.
apt_install() {
    local what=$1
    shift
    can_apt || die "$what is missing. On Debian or Ubuntu: sudo apt-get install -y --no-install-recommends $*"
    say "installing $what: $*"
    local log
    log=$(mktemp)
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-remove --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        die "apt-get could not install $what ($*)"
    fi
    rm -f "$log"
}

# The folder of initdb, postgres, psql and their kind; empty when there is none.
pg_bin() {
    local dir
    for dir in "${CHANGE_MGMT_PG_BIN:-}" "$(dirname "$(readlink -f "$(command -v initdb || echo /none)")")" \
        $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        if [[ -x $dir/initdb && -x $dir/postgres && -x $dir/psql ]]; then
            printf '%s\n' "$dir"
            return 0
        fi
    done
    return 1
}

# as_pg COMMAND...: PostgreSQL refuses to run as root, so root steps down to the user `postgres`.
as_pg() {
    if [[ $(id -u) == 0 ]]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# digest FILE...: one hash over names and contents.
digest() { sha256sum "$@" | sha256sum | cut -c1-16; }
