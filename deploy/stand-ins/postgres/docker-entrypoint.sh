#!/usr/bin/env bash
# Makes the cluster at the first start, runs what is in /docker-entrypoint-initdb.d, then becomes the server.
set -euo pipefail
umask 077

[ "${1:-postgres}" = postgres ] || exec "$@"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    POSTGRES_USER="${POSTGRES_USER:-postgres}"
    PGPASSWORD="${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:?POSTGRES_PASSWORD_FILE is not set}")}"
    export POSTGRES_USER PGPASSWORD PGUSER="$POSTGRES_USER" PGDATABASE=postgres PGHOST=
    # shellcheck disable=SC2086  # the arguments are words
    initdb -U "$POSTGRES_USER" --pwfile=<(printf '%s\n' "$PGPASSWORD") -D "$PGDATA" ${POSTGRES_INITDB_ARGS:-}
    echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
    printf 'host all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
    pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
    for file in /docker-entrypoint-initdb.d/*; do
        case "$file" in
            *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
            *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc -f "$file" ;;
        esac
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
    unset PGPASSWORD
fi
exec "$@"
