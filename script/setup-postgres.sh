#!/usr/bin/env bash
# PostgreSQL's programs (initdb, postgres, pg_dump, pg_restore), which the server runs as a child process.
set -euo pipefail
# shellcheck source=script/lib.sh
source "$(dirname "$0")/lib.sh"

pg_bin >/dev/null && exit 0
if can_apt && [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    # Keeps the package from starting a cluster of its own.
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
apt_install PostgreSQL postgresql
pg_bin >/dev/null || die "the PostgreSQL package has no initdb; set CHANGE_MGMT_PG_BIN to the folder that holds it"
