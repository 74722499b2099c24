#!/usr/bin/env bash
# Gives the services, and the verb that makes the topics, their rights on topics and groups. A repeat changes nothing. The
# rights are those that `cartwright topics --acls` prints; a test compares them.
set -eu
programs="${KAFKA_HOME:-/opt/kafka}/bin"
brokers="${CARTWRIGHT_KAFKA:-kafka:9092}"
settings="${CARTWRIGHT_KAFKA_CLIENT:-/etc/cartwright/kafka-client.properties}"

allow() {
  "$programs/kafka-acls.sh" --bootstrap-server "$brokers" --command-config "$settings" --add \
    --allow-principal "User:$1" "${@:2}" >/dev/null
}
read_inbox() {
  allow "$1" --operation Read --operation DescribeConfigs --topic "cartwright.$1.inbox.v1"
  allow "$1" --operation Read --group "cartwright.$1.inbox.v1"
  allow "$1" --operation Read --operation Write --operation DescribeConfigs --topic cartwright.shop.v1
}
write() { allow "$1" --operation Write --operation DescribeConfigs --topic "cartwright.$2.v1"; }

read_inbox order
write order stock.inbox
write order payment.inbox
write order order.events
read_inbox stock
write stock order.inbox
read_inbox payment
write payment order.inbox
write payment stock.inbox
allow topics --operation Create --operation Describe --operation Alter --operation DescribeConfigs \
  --operation AlterConfigs --operation Read --topic cartwright. --resource-pattern-type prefixed
allow topics --operation Read --group cartwright. --resource-pattern-type prefixed
echo "The services and the maker of the topics have their rights."
