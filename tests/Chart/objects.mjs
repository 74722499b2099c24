// Reads YAML documents from standard input. Writes them as a JSON list to standard output, each with its problems: by
// the models of Kubernetes, KEDA and the operator of Prometheus, and by the schemas in the folder of the argument, if
// there is one, for the kinds that it defines. A member that a model or a schema does not have is a problem too,
// although an API server would only drop it.
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import Ajv from "ajv";
import {parseAllDocuments} from "yaml";

const packages = {
  "keda.sh": "@kubernetes-models/keda/keda.sh",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/monitoring.coreos.com",
};

const documentsIn = (text) => parseAllDocuments(text).map((document) => {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}).filter((object) => object !== null);

async function modelOf({apiVersion, kind}) {
  const [version, group] = apiVersion.split("/").reverse();
  const folder = packages[group] ?? `kubernetes-models${group ? `/${group}` : ""}`;
  try {
    return (await import(`${folder}/${version}`))[kind];
  } catch {
    return undefined;
  }
}

// The validator of a model reads each member that it knows, so that an unread one is unknown.
function watched(value, path, unread) {
  if (typeof value !== "object" || value === null) return value;
  const members = Object.fromEntries(Object.keys(value).map((name) => {
    const place = `${path}/${name}`;
    unread.add(place);
    return [name, watched(value[name], place, unread)];
  }));
  return new Proxy(Array.isArray(value) ? Object.values(members) : members, {
    get(target, name) {
      unread.delete(`${path}/${String(name)}`);
      return target[name];
    },
  });
}

function problemsByModel(model, object) {
  const unread = new Set();
  try {
    model.prototype.validate.call(watched(object, "", unread));
  } catch (problem) {
    return problem.message.split(", ");
  }
  return [...unread].map((place) => `data${place} is unknown`);
}

// As an API server reads a schema, except that unknown members are wrong.
function strict(schema) {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === "properties") {
      copy.properties = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strict(inner)]));
    } else if (!name.startsWith("x-") && !["default", "description", "example", "format"].includes(name)) {
      copy[name] = ["items", "additionalProperties", "anyOf", "oneOf", "allOf", "not"].includes(name)
        ? strict(value) : value;
    }
  }
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] || "additionalProperties" in schema;
  if (schema.type === "object" && schema.properties && !isOpen) copy.additionalProperties = false;
  return copy;
}

function schemasIn(folder) {
  const schemas = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    for (const {spec} of documentsIn(readFileSync(join(folder, file), "utf8"))) {
      for (const {name, schema} of spec.versions) {
        const {properties, ...rest} = schema.openAPIV3Schema;
        const whole = {...rest, properties: {...properties, metadata: {type: "object"}}};
        schemas.set(`${spec.group}/${name} ${spec.names.kind}`, strict(whole));
      }
    }
  }
  return schemas;
}

// It compiles each schema once.
const ajv = new Ajv({allErrors: true, strict: false, validateFormats: false});

function problemsBySchema(schema, object) {
  const check = ajv.compile(schema);
  return check(object) ? [] : check.errors.map(({instancePath, message, params}) =>
    `data${instancePath} ${message} ${params.additionalProperty ?? ""}`.trim());
}

const schemas = process.argv[2] ? schemasIn(process.argv[2]) : new Map();
const results = [];
for (const object of documentsIn(readFileSync(0, "utf8"))) {
  const schema = schemas.get(`${object.apiVersion} ${object.kind}`);
  const model = schema ? undefined : await modelOf(object);
  const problems = schema ? problemsBySchema(schema, object)
    : model ? problemsByModel(model, object)
    : [`data is a ${object.kind} of ${object.apiVersion}, which no model and no schema describes`];
  results.push({object, problems});
}
console.log(JSON.stringify(results));
