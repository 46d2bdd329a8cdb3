import * as fs from "node:fs";
import * as path from "node:path";
import { loadAll } from "js-yaml";
import * as z from "zod";
import { readEnvironment } from "../../../config/environment";

/** The part of an OpenAPI schema that {@link violations} checks. */
export interface Schema {
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly items?: Schema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly "x-kubernetes-int-or-string"?: boolean | undefined;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean | undefined;
}

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    properties: z.record(z.string(), Schema).optional(),
    additionalProperties: z.union([Schema, z.boolean()]).optional(),
    items: Schema.optional(),
    required: z.array(z.string()).optional(),
    enum: z.array(z.unknown()).optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    "x-kubernetes-int-or-string": z.boolean().optional(),
    "x-kubernetes-preserve-unknown-fields": z.boolean().optional(),
  }),
);

const Crd = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: Schema }) })),
  }),
});

const root = path.join(__dirname, "..", "..", "..");

/** The chart of CRDs that the platform installs, where a mirror of charts is at hand. */
export function karpenterCrdsFile(): string | undefined {
  const { manifestsMirror } = readEnvironment();
  const mirrors = manifestsMirror === undefined ? ["mirror", "../shared/mirror"] : [manifestsMirror];
  return mirrors
    .map((mirror) => path.resolve(root, mirror, "charts", "karpenter-crd-1.14.1", "crds.yaml"))
    .find((file) => fs.existsSync(file));
}

/** Schemas of all versions of all kinds in a file, by `<group>/<version> <kind>`. */
export function readSchemas(file: string): Map<string, Schema> {
  const crds = loadAll(fs.readFileSync(file, "utf8")).filter((document) => document !== null);
  return new Map(
    crds
      .map((document) => Crd.parse(document).spec)
      .flatMap(({ group, names, versions }) =>
        versions.map(({ name, schema }): [string, Schema] => [
          `${group}/${name} ${names.kind}`,
          schema.openAPIV3Schema,
        ]),
      ),
  );
}

/** A value as the API server would read it. */
export function asJson(value: unknown): unknown {
  const read: unknown = JSON.parse(JSON.stringify(value));
  return read;
}

/** Where a value is not what a schema says: unknown and missing fields, types, enumerations, patterns, sizes. */
export function violations(value: unknown, schema: Schema, at = ""): string[] {
  const own = [...typeViolations(value, schema), ...boundViolations(value, schema)].map(
    (message) => `${at}: ${message}`,
  );
  if (Array.isArray(value)) {
    const { items } = schema;
    const inside =
      items === undefined ? [] : value.flatMap((item, index) => violations(item, items, `${at}[${index}]`));
    return [...own, ...inside];
  }
  return isObject(value) ? [...own, ...fieldViolations(value, schema, at)] : own;
}

function fieldViolations(value: Readonly<Record<string, unknown>>, schema: Schema, at: string): string[] {
  const missing = (schema.required ?? [])
    .filter((key) => !(key in value))
    .map((key) => `${at}.${key}: is required`);
  const { properties, additionalProperties } = schema;
  // The API server takes any metadata and whatever a schema leaves open.
  if (properties === undefined && additionalProperties === undefined) {
    return missing;
  }
  return [
    ...missing,
    ...Object.entries(value).flatMap(([key, field]) => {
      const inner = properties?.[key] ?? additionalProperties;
      if (typeof inner === "object") {
        return violations(field, inner, `${at}.${key}`);
      }
      return inner === true || schema["x-kubernetes-preserve-unknown-fields"] === true
        ? []
        : [`${at}.${key}: is no field`];
    }),
  ];
}

function typeViolations(value: unknown, schema: Schema): string[] {
  if (schema["x-kubernetes-int-or-string"] === true) {
    return typeof value === "string" || Number.isInteger(value) ? [] : ["is neither integer nor string"];
  }
  const actual = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  const fits =
    schema.type === undefined ||
    schema.type === actual ||
    (schema.type === "integer" && Number.isInteger(value));
  return fits ? [] : [`is ${actual}, not ${schema.type ?? ""}`];
}

function boundViolations(value: unknown, schema: Schema): string[] {
  const size = typeof value === "string" || Array.isArray(value) ? value.length : undefined;
  const isArray = Array.isArray(value);
  const checks: readonly (readonly [boolean, string])[] = [
    [
      schema.enum === undefined || schema.enum.includes(value),
      `${JSON.stringify(value)} is none of the allowed`,
    ],
    [
      typeof value !== "string" || schema.pattern === undefined || new RegExp(schema.pattern).test(value),
      `${JSON.stringify(value)} does not match ${schema.pattern ?? ""}`,
    ],
    [typeof value !== "number" || value >= (schema.minimum ?? -Infinity), "is too small"],
    [typeof value !== "number" || value <= (schema.maximum ?? Infinity), "is too large"],
    [size === undefined || size >= ((isArray ? schema.minItems : schema.minLength) ?? 0), "is too short"],
    [
      size === undefined || size <= ((isArray ? schema.maxItems : schema.maxLength) ?? Infinity),
      "is too long",
    ],
  ];
  return checks.filter(([fine]) => !fine).map(([, message]) => message);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
