#!/usr/bin/env bash
# Creates the secrets that deploy/compose.yaml mounts: a password for each database, the connection string with it, and a
# password for the servers' superuser. Existing secrets are kept, because the databases have them already.
set -euo pipefail
umask 077
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/secrets"
mkdir -p "$folder"
make_password() { [ -s "$1" ] || head -c 24 /dev/urandom | base64 | tr -d '\n+/=' >"$1"; }
make_password "$folder/superuser-password"
for service in order stock payment; do
  password="$folder/$service-password"
  make_password "$password"
  printf 'Host=postgres-%s;Username=cartwright_%s;Database=cartwright_%s;Password=%s' \
    "$service" "$service" "$service" "$(cat "$password")" >"$folder/$service-connection"
done
# Containers read the files as users of their own; the folder's mode keeps other users of this machine out.
chmod 644 "$folder"/*
echo "The secrets are in $folder."
