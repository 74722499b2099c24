#!/usr/bin/env bash
# The PostgreSQL image runs this once, in an empty data folder. It creates the role of a service's nodes, and the
# database that this role owns. No other role can connect to it.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres -v ON_ERROR_STOP=1 -v owner="$CARTWRIGHT_OWNER" \
  -v password="$(cat "$CARTWRIGHT_OWNER_PASSWORD_FILE")" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'password';
CREATE DATABASE :"owner" OWNER :"owner";
REVOKE ALL ON DATABASE :"owner" FROM PUBLIC;
SQL
