import type { CommentedProperty, CommentedType } from "./comments";
import { discriminatorOf, type JsonSchema } from "./json-schema";

/** What {@link annotate} needs to know besides the schema. */
export interface Annotations {
  /** Describes fields whose names are only known when the program runs, by their path. */
  readonly describe: (path: string) => string | undefined;
  /** Gets the path of each field that has no comment. */
  readonly missing: (path: string) => void;
}

/**
 * Writes the comments of fields into the schema's `description`s.
 *
 * @param at path of the schema, such as `kubeflow-infra:network`
 */
export function annotate(
  schema: JsonSchema,
  type: CommentedType,
  at: string,
  annotations: Annotations,
): JsonSchema {
  const { properties, items, additionalProperties, oneOf } = schema;
  if (oneOf !== undefined) {
    const discriminator = discriminatorOf(oneOf);
    const variants = oneOf.map((variant) => {
      const constant = variant.properties?.[discriminator]?.const;
      return annotate(variant, type.variant(discriminator, constant), at, annotations);
    });
    return { ...schema, oneOf: variants };
  }
  if (properties !== undefined) {
    const described = Object.entries(properties).map(([name, property]) => {
      const path = at.endsWith(":") ? at + name : `${at}.${name}`;
      return [name, annotateProperty(property, type.property(name), path, annotations)] as const;
    });
    return { ...schema, properties: Object.fromEntries(described) };
  }
  if (items !== undefined && isStructured(items)) {
    return { ...schema, items: annotate(items, type.item(), `${at}[]`, annotations) };
  }
  if (typeof additionalProperties === "object" && isStructured(additionalProperties)) {
    const values = annotate(additionalProperties, type.value(), `${at}.<name>`, annotations);
    return { ...schema, additionalProperties: values };
  }
  return schema;
}

function annotateProperty(
  property: JsonSchema,
  found: CommentedProperty | undefined,
  path: string,
  annotations: Annotations,
): JsonSchema {
  const described = annotations.describe(path) ?? found?.comment ?? "";
  if (described === "") {
    annotations.missing(path);
  }
  const inner = found === undefined ? property : annotate(property, found.type, path, annotations);
  return { description: described, ...inner };
}

/** Is there a field in it that could have a comment? */
function isStructured({ properties, oneOf, items, additionalProperties }: JsonSchema): boolean {
  return (
    properties !== undefined ||
    oneOf !== undefined ||
    (items !== undefined && isStructured(items)) ||
    (typeof additionalProperties === "object" && isStructured(additionalProperties))
  );
}
