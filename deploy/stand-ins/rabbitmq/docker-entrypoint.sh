#!/usr/bin/env bash
# A cookie at the first start, as Erlang wants it, then the server.
set -euo pipefail
cookie="$HOME/.erlang.cookie"
if [ ! -f "$cookie" ]; then
    (umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$cookie")
    chmod 400 "$cookie"
fi
exec "$@"
