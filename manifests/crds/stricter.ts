import { arrayOf, at, equal, type Json, type JsonObject, textOf } from "../../plugin/json";

/** What a schema refuses and another one took, of the value itself and not of what is inside it. */
export interface Tightened {
  /** For people, such as `maxLength 63 (was 253)`. */
  readonly changes: readonly string[];
  /** Whether values are of another type now, so that what is inside can't be compared. */
  readonly otherType: boolean;
}

/** Bounds of values that narrow as they grow, and those that narrow as they shrink. */
const bounds = {
  lower: ["minimum", "minLength", "minItems", "minProperties"],
  upper: ["maximum", "maxLength", "maxItems", "maxProperties"],
} as const;
/** What narrows by being there or being another. */
const exact = ["pattern", "multipleOf"] as const;
/** What narrows by being true. */
const switches = ["uniqueItems", "exclusiveMinimum", "exclusiveMaximum"] as const;
/** Schemas of the whole value; what they say is compared as a whole. */
const junctors = ["allOf", "anyOf", "oneOf", "not"] as const;
/** Formats that take all that another takes. */
const wider: Readonly<Record<string, readonly string[]>> = { int64: ["int32"], double: ["float"] };
/** How `int-or-string` is spelled in a schema beside its own field. */
const intOrString: Json = [{ type: "integer" }, { type: "string" }];

/** Fields of a schema that constrain nothing, or only what is inside the value. */
const elsewhere = new Set([
  "additionalProperties",
  "default",
  "description",
  "example",
  "externalDocs",
  "items",
  "properties",
  "required",
  "title",
]);

/** What the second of two schemas of a field refuses and the first took. */
export function tightened(before: JsonObject, after: JsonObject): Tightened {
  return saysNothingNew(before, after) ? { changes: [], otherType: false } : compared(before, after);
}

/** Most of a definition's thousands of fields stay as they are: that is seen first, and fast. */
function saysNothingNew(before: JsonObject, after: JsonObject): boolean {
  return (
    before.nullable === after.nullable &&
    Object.keys(after).every((key) => elsewhere.has(key) || equal(after[key], before[key]))
  );
}

function compared(before: JsonObject, after: JsonObject): Tightened {
  const [was, is] = [typeOf(before), typeOf(after)];
  const refused = !takes(is, was);
  return {
    // Of any type, some of what is there may still be taken.
    otherType: refused && was !== "any",
    changes: [
      ...(refused ? [`type ${is} (was ${was})`] : []),
      ...(before.nullable === true && after.nullable !== true && is !== "any"
        ? ["no longer takes null"]
        : []),
      ...enumChange(before, after),
      ...bounds.lower.flatMap((key) => boundChange(before, after, key, 1)),
      ...bounds.upper.flatMap((key) => boundChange(before, after, key, -1)),
      ...exact.flatMap((key) => exactChange(before, after, key)),
      ...switches.flatMap((key) => (after[key] === true && before[key] !== true ? [key] : [])),
      ...formatChange(before, after),
      ...junctors.flatMap((key) => junctorChange(before, after, key)),
      ...listChange(before, after),
      ...newRules(before, after),
    ],
  };
}

/** The type of a schema's values; `any` where it names none. */
function typeOf(schema: JsonObject): string {
  return schema["x-kubernetes-int-or-string"] === true ? "int-or-string" : textOf(schema.type, "any");
}

function takes(is: string, was: string): boolean {
  return (
    is === was ||
    is === "any" ||
    (is === "number" && was === "integer") ||
    (is === "int-or-string" && (was === "integer" || was === "string"))
  );
}

function enumChange(before: JsonObject, after: JsonObject): string[] {
  const taken = arrayOf(after.enum);
  if (taken.length === 0) {
    return [];
  }
  const had = arrayOf(before.enum);
  if (had.length === 0) {
    return [`takes only ${listed(taken)}`];
  }
  const gone = had.filter((value) => !taken.some((one) => equal(one, value)));
  return gone.length === 0 ? [] : [`no longer takes ${listed(gone)}`];
}

function listed(values: readonly Json[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** @param sign 1 where a greater bound is narrower, -1 where a smaller one is */
function boundChange(before: JsonObject, after: JsonObject, key: string, sign: 1 | -1): string[] {
  const [was, is] = [before[key], after[key]];
  if (typeof is !== "number" || (typeof was === "number" && (is - was) * sign <= 0)) {
    return [];
  }
  // The least length of anything.
  return was === undefined && is === 0 && key !== "minimum" && sign === 1
    ? []
    : [`${key} ${is} ${wasText(was)}`];
}

function exactChange(before: JsonObject, after: JsonObject, key: string): string[] {
  return after[key] === undefined || equal(after[key], before[key])
    ? []
    : [`${key} ${JSON.stringify(after[key])} ${wasText(before[key])}`];
}

function formatChange(before: JsonObject, after: JsonObject): string[] {
  const isWider = (wider[textOf(after.format)] ?? []).includes(textOf(before.format));
  return isWider ? [] : exactChange(before, after, "format");
}

function junctorChange(before: JsonObject, after: JsonObject, key: string): string[] {
  const is = after[key];
  if (is === undefined || equal(is, before[key]) || (key === "anyOf" && equal(is, intOrString))) {
    return [];
  }
  return [`${key} ${before[key] === undefined ? "is new" : "is another"}`];
}

/** Lists whose items must differ, and by which of their fields. */
function listChange(before: JsonObject, after: JsonObject): string[] {
  const unique = (schema: JsonObject): string =>
    at(schema, "x-kubernetes-list-type") === "set"
      ? "items"
      : arrayOf(schema["x-kubernetes-list-map-keys"])
          .map((one) => textOf(one))
          .sort()
          .join(" and ");
  const [was, is] = [unique(before), unique(after)];
  return is === "" || is === was ? [] : [`no two with the same ${is}`];
}

function newRules(before: JsonObject, after: JsonObject): string[] {
  const rules = (schema: JsonObject) =>
    arrayOf(schema["x-kubernetes-validations"]).map((rule) => textOf(at(rule, "rule")));
  const known = new Set(rules(before));
  return rules(after)
    .filter((rule) => !known.has(rule))
    .map((rule) => `rule ${rule}`);
}

function wasText(was: Json | undefined): string {
  return was === undefined ? "(was none)" : `(was ${typeof was === "number" ? was : JSON.stringify(was)})`;
}
