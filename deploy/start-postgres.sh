#!/usr/bin/env bash
# Starts a PostgreSQL server with TLS. It accepts a key only if no other user can read it, and a mounted secret is not
# like that: the key is copied into memory.
set -eu
# make-roles ends the first start with its own pg_hba.conf. If it has failed, the data folder has that of the image, and
# perhaps no roles.
data="${PGDATA:-/var/lib/postgresql/data}"
if [ -e "$data/PG_VERSION" ] && ! grep -qs "cartwright_$CARTWRIGHT_SERVICE" "$data/pg_hba.conf"; then
  echo "start-postgres: $data/pg_hba.conf is not that of make-roles, which has failed at the first start: its error is" \
    "earlier in this log. The server does not start. If it never held a shop, remove its volume and start again." >&2
  exit 1
fi
secrets="${CARTWRIGHT_SECRETS:-/run/secrets}"
key="${CARTWRIGHT_MEMORY:-/run/tls}/server.key"
install -m 600 "$secrets/postgres-$CARTWRIGHT_SERVICE.key" "$key"
exec docker-entrypoint.sh "$@" -c ssl=on -c ssl_min_protocol_version=TLSv1.2 -c "ssl_key_file=$key" \
  -c "ssl_cert_file=$secrets/postgres-$CARTWRIGHT_SERVICE.pem"
