#!/usr/bin/env bash
# Starts a PostgreSQL server with TLS. It accepts a key only if no other user can read it, and a mounted secret is not
# like that: the key is copied into memory.
set -eu
secrets="${CARTWRIGHT_SECRETS:-/run/secrets}"
key="${CARTWRIGHT_MEMORY:-/run/tls}/server.key"
install -m 600 "$secrets/postgres-$CARTWRIGHT_SERVICE.key" "$key"
exec docker-entrypoint.sh "$@" -c ssl=on -c ssl_min_protocol_version=TLSv1.2 -c "ssl_key_file=$key" \
  -c "ssl_cert_file=$secrets/postgres-$CARTWRIGHT_SERVICE.pem"
