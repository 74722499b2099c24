#!/usr/bin/env bash
# Run once by the image of PostgreSQL, in an empty data folder: makes the role that a service's nodes connect as, and its
# database, of which it is the owner. Nobody else gets in.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres -v ON_ERROR_STOP=1 -v owner="$CARTWRIGHT_OWNER" \
  -v password="$(cat "$CARTWRIGHT_OWNER_PASSWORD_FILE")" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'password';
CREATE DATABASE :"owner" OWNER :"owner";
REVOKE ALL ON DATABASE :"owner" FROM PUBLIC;
SQL
