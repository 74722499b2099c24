#!/usr/bin/env bash
# The PostgreSQL image runs this once, in an empty data folder. It creates the owner of a service's database, the role of
# its nodes, and the database. These two roles connect over TLS only, and no other role connects from another container.
set -eu
# Passwords come by the files that psql reads: every process of the container can see a command line.
psql --username "$POSTGRES_USER" --dbname postgres -v ON_ERROR_STOP=1 -v service="$CARTWRIGHT_SERVICE" <<'SQL'
\set owner cartwright_ :service
\set node :service _node
\set owner_password `cat "${CARTWRIGHT_SECRETS:-/run/secrets}/$CARTWRIGHT_SERVICE-owner-password"`
\set node_password `cat "${CARTWRIGHT_SECRETS:-/run/secrets}/$CARTWRIGHT_SERVICE-password"`
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"node" LOGIN PASSWORD :'node_password';
CREATE DATABASE :"owner" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"owner" FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
\connect :"owner"
REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) FROM PUBLIC;
SQL
# In force from the next start on, which the image does when this has ended. It comes last and as a whole, because
# start-postgres takes it as the mark that all of this was done.
cat >"$PGDATA/pg_hba.conf.new" <<RULES
local   all all peer
hostssl cartwright_$CARTWRIGHT_SERVICE cartwright_$CARTWRIGHT_SERVICE,${CARTWRIGHT_SERVICE}_node all scram-sha-256
RULES
mv "$PGDATA/pg_hba.conf.new" "$PGDATA/pg_hba.conf"
