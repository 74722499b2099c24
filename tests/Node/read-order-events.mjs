// A consumer of the public events with stock libraries only: kafkajs and the SDK of CloudEvents.
//
//   node read-order-events.mjs BROKER TOPIC
//
// It reads what is in the topic now, drops repetitions by the id of the event, and prints one JSON object: the events
// that are left, in the order of each partition, and the number of dropped ones.
import { Kafka as CloudEventsKafka } from "cloudevents";
import { Kafka, logLevel } from "kafkajs";

const [broker, topic] = process.argv.slice(2);
const kafka = new Kafka({ clientId: "read-order-events", brokers: [broker], logLevel: logLevel.ERROR });

const admin = kafka.admin();
await admin.connect();
const ends = await admin.fetchTopicOffsets(topic);
await admin.disconnect();
const open = new Set(ends.filter(({ low, high }) => low !== high).map(({ partition }) => partition));

const seen = new Set();
const events = [];
let dropped = 0;

function take(message) {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value.toString()]));
  const event = CloudEventsKafka.toEvent({ key: message.key.toString(), value: message.value.toString(), headers });
  event.validate();
  if (seen.has(event.id)) {
    dropped++;
    return;
  }

  seen.add(event.id);
  events.push(event);
}

const consumer = kafka.consumer({ groupId: `read-order-events-${process.pid}` });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  const timeout = setTimeout(() => reject(new Error("The topic was not read to its end in a minute.")), 60_000);
  const finish = () => {
    clearTimeout(timeout);
    resolve();
  };
  if (open.size === 0) {
    finish();
  }

  consumer.run({
    eachMessage: async ({ partition, message }) => {
      const end = ends.find((one) => one.partition === partition).high;
      if (BigInt(message.offset) < BigInt(end)) {
        take(message);
      }

      if (BigInt(message.offset) + 1n >= BigInt(end) && open.delete(partition) && open.size === 0) {
        finish();
      }
    },
  }).catch(reject);
});
await consumer.disconnect();
console.log(JSON.stringify({ dropped, events }));
