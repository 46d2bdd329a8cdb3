import { projects } from "../../contract/projects";
import { allowedIn } from "./allowed";
import type { JsonSchema } from "./json-schema";
import type { SourceName } from "./sources";

/** Keys of a stack's file beside `config`, as the Pulumi CLI writes and reads them. */
const settings: Readonly<Record<string, JsonSchema>> = {
  secretsprovider: {
    type: "string",
    description:
      "What encrypts the secrets of the environment's state, such as awskms://alias/pulumi?region=us-west-2.",
  },
  encryptedkey: { type: "string", description: "Written by the Pulumi CLI." },
  encryptionsalt: { type: "string", description: "Written by the Pulumi CLI." },
  environment: { description: "Pulumi ESC environments whose values are merged into the configuration." },
};

/** Keys that are not ours: those of providers (aws:region) and of Pulumi itself (pulumi:tags). */
const foreignKey = `^(?!(${Object.values(projects).join("|")}):)[^:]+:.+$`;

/**
 * The schema of a whole Pulumi.<environment>.yaml, for editors. Below our prefixes unknown keys are refused. Which keys
 * infra has depends on the kind of the cluster: `if` instead of `oneOf`, for then an editor names the wrong key instead
 * of saying that nothing matches. Draft 7 is what the YAML language server knows (its README, 1.19).
 */
export function editorSchema(described: Readonly<Record<SourceName, JsonSchema>>): JsonSchema {
  const common = {
    ...keysOf(projects.platform, described.platform),
    ...keysOf(projects.workloads, described.workloads),
    ...keysOf(projects.frontDoor, described.frontDoor),
  };
  const references = Object.fromEntries(
    Object.keys(common).map((key) => [key, { $ref: `#/definitions/${key}` }]),
  );
  const configuration = (infra: JsonSchema): JsonSchema => ({
    properties: { ...keysOf(projects.infra, infra), ...references },
    required: (infra.required ?? []).map((name) => `${projects.infra}:${name}`),
    patternProperties: { [foreignKey]: {} },
    additionalProperties: false,
  });
  const cluster = `${projects.infra}:cluster`;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Kubeflow on AWS: Pulumi.<environment>.yaml",
    type: "object",
    properties: {
      ...settings,
      config: {
        description: "The environment's configuration; docs/configuration.md is the same as text.",
        type: "object",
        if: {
          required: [cluster],
          properties: { [cluster]: { required: ["kind"], properties: { kind: { const: "eks" } } } },
        },
        then: configuration(described.aws),
        else: configuration(described.local),
      },
    },
    additionalProperties: false,
    definitions: common,
  };
}

function keysOf(project: string, keys: JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(keys.properties ?? {}).map(([name, key]) => [`${project}:${name}`, forEditors(key)]),
  );
}

/** What an editor shows beside a field, its comment and what is allowed; and no `{}` that it would fill in. */
function forEditors(schema: JsonSchema): JsonSchema {
  const { description, properties, items, additionalProperties, oneOf, default: value, ...rest } = schema;
  return {
    ...(description === undefined
      ? {}
      : {
          description,
          markdownDescription: `${description.replaceAll("<", "&lt;")}\n\nAllowed: ${allowedIn(schema)}`,
        }),
    ...rest,
    ...(value === undefined || JSON.stringify(value) === "{}" ? {} : { default: value }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, forEditors(property)]),
          ),
        }),
    ...(items === undefined ? {} : { items: forEditors(items) }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === "boolean"
              ? additionalProperties
              : forEditors(additionalProperties),
        }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(forEditors) }),
  };
}
