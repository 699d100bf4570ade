#!/bin/sh
# Makes a database and a role for each service, and the role that takes backups. It can be run again at any
# time: what is there stays, passwords and limits are set anew.
#
#   PGHOST=… PGUSER=postgres PGPASSWORD=… ./make-databases.sh SECRETS
#
# SECRETS is a folder with a file `database-<role>.password` for each role (`workstead secrets` makes them).
# Without the argument it is WORKSTEAD_DATABASE_SECRETS, else /run/secrets. PostgreSQL 15 to 18, as superuser.
# In the image `postgres` it may lie in /docker-entrypoint-initdb.d.
set -eu

secrets="${1:-${WORKSTEAD_DATABASE_SECRETS:-/run/secrets}}"
: "${PGUSER:=${POSTGRES_USER:-postgres}}" "${PGDATABASE:=postgres}"
export PGUSER PGDATABASE
connections="${WORKSTEAD_DATABASE_CONNECTIONS:-60}"

sql() {
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set secrets="$secrets" "$@"
}

# Passwords reach psql by a file, and the server's log not at all.
role() {
    [ -s "$secrets/database-$1.password" ] || { echo "$secrets/database-$1.password is missing." >&2; exit 1; }
    sql --set role="$1" --set connections="$2" --set file="$secrets/database-$1.password" <<'SQL'
\set password `cat :'file'`
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
set password_encryption = 'scram-sha-256';
select format('create role %I login', :'role')
where not exists (select from pg_roles where rolname = :'role') \gexec
select format('alter role %I with login nosuperuser nocreatedb nocreaterole noreplication'
    ' connection limit %s password %L', :'role', :connections, :'password') \gexec
-- Services set shorter limits themselves; these are for whoever comes in by another way.
select format('alter role %I set %s', :'role', setting) from unnest(array[
    'idle_in_transaction_session_timeout = ''5min''',
    'tcp_keepalives_idle = 30',
    'temp_file_limit = ''4GB''',
    'log_min_error_statement = ''panic''',
    'log_parameter_max_length_on_error = 0']) as setting \gexec
SQL
}

database() {
    sql --set name="$1" <<'SQL'
select format('create database %I owner %I', :'name', :'name')
where not exists (select from pg_database where datname = :'name') \gexec
select format('revoke all on database %I from public', :'name') \gexec
select format('grant connect on database %I to backup', :'name') \gexec
select format('alter database %I set timezone = ''UTC''', :'name') \gexec
SQL
    PGDATABASE="$1" sql --set name="$1" <<'SQL'
revoke all on schema public from public;
select format('alter schema public owner to %I', :'name') \gexec
SQL
}

# Reads everything, whatever row-level security says, and writes nothing.
role backup 20
sql <<'SQL'
set client_min_messages = warning;
alter role backup bypassrls;
alter role backup set default_transaction_read_only = on;
grant pg_read_all_data to backup;
revoke all on database postgres from public;
revoke all on database template1 from public;
SQL

for file in "$secrets"/database-*.password; do
    name="$(basename "$file" .password)"
    name="${name#database-}"
    case "$name" in backup | postgres) continue ;; esac
    role "$name" "$connections"
    database "$name"
    echo "$name: database and role are there."
done
