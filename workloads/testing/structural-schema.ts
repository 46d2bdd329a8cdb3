import { isObject } from "../../plugin";

type Schema = Readonly<Record<string, unknown>>;

/** Keys whose value is one schema. What `anyOf`, `not` and the like hold only narrows the schema that they are in. */
const nested: ReadonlySet<string> = new Set(["items", "additionalProperties"]);

/**
 * A structural schema of a CustomResourceDefinition as a JSON schema that is as strict as the API server with
 * `fieldValidation: Strict`: what a schema doesn't name is refused unless it preserves unknown fields.
 */
export function openApiToJsonSchema(schema: Schema): Schema {
  const converted = convert(schema);
  // The object's own metadata has Kubernetes' schema, whatever the definition says.
  const properties = isObject(converted.properties) ? converted.properties : {};
  return {
    ...converted,
    properties: {
      ...properties,
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
    },
  };
}

function convert(schema: Schema): Schema {
  const {
    properties,
    nullable,
    type,
    "x-kubernetes-int-or-string": intOrString,
    "x-kubernetes-preserve-unknown-fields": preserved,
    "x-kubernetes-embedded-resource": embedded,
    ...rest
  } = schema;
  const others = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      nested.has(key) && isObject(value) ? convert(value) : value,
    ]),
  );
  const types = intOrString === true ? ["integer", "string"] : type === undefined ? [] : [type];
  return {
    ...others,
    ...(types.length === 0 ? {} : { type: nullable === true ? [...types, "null"] : types }),
    ...(isObject(properties) && { properties: convertProperties(properties) }),
    ...(type === "object" &&
      preserved !== true &&
      embedded !== true &&
      rest.additionalProperties === undefined && { additionalProperties: false }),
  };
}

function convertProperties(properties: Schema): Schema {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isObject(value) ? convert(value) : value]),
  );
}
