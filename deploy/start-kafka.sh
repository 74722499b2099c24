#!/usr/bin/env bash
# Starts the broker with the settings of this folder only; the image's own start would write into its root. Data that is
# formatted already is kept.
set -eu
programs="${KAFKA_HOME:-/opt/kafka}/bin"
settings="${CARTWRIGHT_KAFKA_SETTINGS:-/etc/cartwright/kafka.properties}"
"$programs/kafka-storage.sh" format --ignore-formatted --cluster-id cartwrightcartwright1w --config "$settings"
exec "$programs/kafka-server-start.sh" "$settings"
