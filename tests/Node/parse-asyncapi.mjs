// The parser of AsyncAPI's makers reads a document with all that it refers to.
//
//   node parse-asyncapi.mjs FILE
//
// It prints one JSON object: what the parser found wrong, and the names of the messages. A mistake is status 1.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const file = process.argv[2];
const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"), { source: file });
const errors = diagnostics
  .filter(({ severity }) => severity === 0)
  .map(({ message, path }) => `${path.join(".")}: ${message}`);
const messages = (document?.operations().all() ?? []).flatMap((operation) =>
  operation.messages().all().map((message) => ({ name: message.name(), payload: message.payload()?.json() })));
console.log(JSON.stringify({ errors, messages }));
process.exitCode = document && errors.length === 0 ? 0 : 1;
