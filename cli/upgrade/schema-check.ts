import { anyItem, fieldPath, keysPath } from "../../manifests/crds/schema-path";
import {
  arrayOf,
  at,
  equal,
  isObject,
  type Json,
  type JsonObject,
  objectOf,
  textOf,
} from "../../plugin/json";

/** Something in an object that a schema doesn't take. */
export interface Violation {
  /** As a DefinitionChange writes it: `spec.trainer.args[]`. */
  readonly path: string;
  /** The field of the schema that it goes against: `required`, `enum`, `type`, `maxLength`, … */
  readonly rule: string;
}

/** How each bound is held against what a value measures. */
const bounds: Readonly<Record<string, (value: Json, bound: number) => boolean>> = {
  minimum: (value, bound) => typeof value !== "number" || value >= bound,
  maximum: (value, bound) => typeof value !== "number" || value <= bound,
  // By code points, as the API server counts.
  minLength: (value, bound) => typeof value !== "string" || Array.from(value).length >= bound,
  maxLength: (value, bound) => typeof value !== "string" || Array.from(value).length <= bound,
  minItems: (value, bound) => !Array.isArray(value) || value.length >= bound,
  maxItems: (value, bound) => !Array.isArray(value) || value.length <= bound,
  minProperties: (value, bound) => !isObject(value) || Object.keys(value).length >= bound,
  maxProperties: (value, bound) => !isObject(value) || Object.keys(value).length <= bound,
};

const simple = new Set([...Object.keys(bounds), "required", "enum", "type", "pattern"]);

/**
 * Whether what a definition is stricter about, in the words of a StricterField, is among what {@link violations} finds.
 * Rules in CEL, formats and combinations of schemas are not.
 */
export function isChecked(what: string): boolean {
  const [word = ""] = what.split(" ");
  return simple.has(word) || what.startsWith("takes only ") || what.startsWith("no longer takes ");
}

/** What a value has that a structural schema refuses: only what {@link isChecked} says. Each path and rule once. */
export function violations(schema: JsonObject, value: Json, path = ""): readonly Violation[] {
  if (value === null && schema.nullable === true) {
    return [];
  }
  if (!isOfType(schema, value)) {
    return [{ path, rule: "type" }];
  }
  const found = [...ownViolations(schema, value, path), ...innerViolations(schema, value, path)];
  return found.filter(
    (one, i) => found.findIndex(({ path: p, rule }) => p === one.path && rule === one.rule) === i,
  );
}

function ownViolations(schema: JsonObject, value: Json, path: string): Violation[] {
  const taken = arrayOf(schema.enum);
  const pattern = textOf(schema.pattern);
  return [
    ...(taken.length > 0 && !taken.some((one) => equal(one, value)) ? [{ path, rule: "enum" }] : []),
    ...(pattern !== "" && typeof value === "string" && !matches(pattern, value)
      ? [{ path, rule: "pattern" }]
      : []),
    ...Object.entries(bounds).flatMap(([rule, holds]) => {
      const bound = schema[rule];
      return typeof bound === "number" && !holds(value, bound) ? [{ path, rule }] : [];
    }),
    ...(isObject(value)
      ? arrayOf(schema.required)
          .map((name) => textOf(name))
          .filter(
            (name) => value[name] === undefined && at(schema, "properties", name, "default") === undefined,
          )
          .map((name) => ({ path: fieldPath(path, name), rule: "required" }))
      : []),
  ];
}

function innerViolations(schema: JsonObject, value: Json, path: string): readonly Violation[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isObject(items) ? value.flatMap((item) => violations(items, item, `${path}${anyItem}`)) : [];
  }
  if (!isObject(value)) {
    return [];
  }
  const properties = objectOf(schema.properties);
  const { additionalProperties } = schema;
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = properties[name];
    if (isObject(own)) {
      return violations(own, inner, fieldPath(path, name));
    }
    return isObject(additionalProperties) ? violations(additionalProperties, inner, keysPath(path)) : [];
  });
}

function isOfType(schema: JsonObject, value: Json): boolean {
  if (schema["x-kubernetes-int-or-string"] === true) {
    return typeof value === "string" || Number.isInteger(value);
  }
  switch (textOf(schema.type)) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "string":
    case "boolean":
      return typeof value === schema.type;
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number";
    default:
      return true;
  }
}

/** The API server reads Go's expressions; one that JavaScript can't read is taken to match. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}
