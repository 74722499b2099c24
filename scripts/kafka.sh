# shellcheck shell=bash
# Sourced by the scripts at the root, after sdk.sh. Sets KAFKA_HOME to the Kafka that scripts/install-cluster.sh has
# fetched, unless it is set already.
# shellcheck disable=SC2154  # $root comes from sdk.sh.

if [ -z "${KAFKA_HOME:-}" ]; then
  for kafka_folder in "$root"/.kafka/kafka_*; do
    if [ -f "$kafka_folder/bin/kafka-server-start.sh" ]; then export KAFKA_HOME="$kafka_folder"; fi
  done
  unset kafka_folder
fi
