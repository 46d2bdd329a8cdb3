import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { parse } from "yaml";
import { listEnvironments } from "../environments";
import { command, generateReference, type Reference } from "./generate";
import type { JsonSchema } from "./json-schema";
import { defaultSaid } from "./markdown";

const root = path.resolve(__dirname, "..", "..");

/** An environment on AWS that says the least that it has to. */
const aws = {
  "kubeflow-infra:region": "us-west-2",
  "kubeflow-infra:accountId": "111122223333",
  "kubeflow-infra:tags": { owner: "ml", costCenter: "42" },
  "kubeflow-infra:cluster": { kind: "eks", name: "kubeflow" },
  "kubeflow-infra:nodePools": [
    { name: "cpu", instanceTypes: ["m7i.large"], limits: { cpu: 8, memoryGiB: 32 } },
  ],
};

describe("the configuration reference", () => {
  const made: { reference?: Reference; validate?: ValidateFunction } = {};

  before(() => {
    made.reference = generateReference(root);
    // Formats are for people: what they forbid, patterns forbid too.
    made.validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
      made.reference.schema,
    );
  });

  /** What is wrong with a file, one line a mistake. */
  function mistakesIn(file: unknown): string[] {
    const validate = made.validate ?? assert.fail("the schema was not made");
    return validate(file)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message, params }) =>
          `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`.trim(),
        );
  }

  for (const file of ["docs/configuration.schema.json", "docs/configuration.md"]) {
    it(`${file} is as the code would have it`, () => {
      const written = fs.existsSync(path.join(root, file))
        ? fs.readFileSync(path.join(root, file), "utf8")
        : "";
      assert.ok(
        written === made.reference?.files.get(file),
        `${file} is stale: run "${command}" and commit what it writes`,
      );
    });
  }

  it("names no default in a comment that is not the schema's", () => {
    const found = Object.values(made.reference?.described ?? {}).flatMap((keys) => contradictions(keys, ""));
    assert.deepEqual(found, []);
  });

  for (const environment of listEnvironments(root)) {
    it(`the schema accepts Pulumi.${environment}.yaml`, () => {
      const text = fs.readFileSync(path.join(root, `Pulumi.${environment}.yaml`), "utf8");
      assert.deepEqual(mistakesIn(parse(text)), []);
    });
  }

  const accepted: readonly (readonly [string, unknown])[] = [
    ["an environment without a word of configuration", {}],
    ["the least that an environment on AWS has to say", { config: aws }],
    ["keys of providers and of Pulumi", { config: { "aws:region": "us-west-2", "pulumi:tags": { a: "b" } } }],
    ["what the Pulumi CLI writes", { secretsprovider: "awskms://alias/p", encryptedkey: "x", config: {} }],
    [
      "one variant of a structure",
      { config: { ...aws, "kubeflow-infra:network": { kind: "created", natGateways: "single" } } },
    ],
    ["a switch of a component", { config: { "kubeflow-platform:components": { dex: false } } }],
    [
      "deployments",
      {
        config: {
          "kubeflow:deployments": {
            repository: "a/b",
            aws: { roleArn: "arn:aws:iam::111122223333:role/deploy" },
          },
        },
      },
    ],
  ];
  for (const [what, file] of accepted) {
    it(`the schema accepts ${what}`, () => {
      assert.deepEqual(mistakesIn(file), []);
    });
  }

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ["a key that no project has", { config: { "kubeflow-infra:regoin": "us-west-2" } }, /regoin/],
    ["a key of a project that there isn't", { config: { region: "us-west-2" } }, /region/],
    ["a top-level key that Pulumi doesn't know", { configuration: {} }, /configuration/],
    ["a key of AWS on a local cluster", { config: { "kubeflow-infra:region": "us-west-2" } }, /region/],
    ["a key of a local cluster on AWS", { config: { ...aws, "kubeflow-infra:directory": "x" } }, /directory/],
    [
      "an environment on AWS without a region",
      { config: { "kubeflow-infra:cluster": aws["kubeflow-infra:cluster"] } },
      /required property 'kubeflow-infra:region'/,
    ],
    [
      "a value that is none of those allowed",
      { config: { ...aws, "kubeflow-infra:tier": "staging" } },
      /tier/,
    ],
    [
      "a number where text has to be in quotes",
      { config: { "kubeflow-platform:release": 26.03 } },
      /release/,
    ],
    [
      "a typing error deep inside",
      { config: { ...aws, "kubeflow-infra:database": { kind: "rds", multiAZ: true } } },
      /multiAZ/,
    ],
    ["an unknown component", { config: { "kubeflow-platform:components": { dexx: false } } }, /dexx/],
    [
      "a field of another variant",
      { config: { ...aws, "kubeflow-infra:network": { kind: "existing", cidr: "10.0.0.0/16" } } },
      /cidr/,
    ],
  ];
  for (const [what, file, message] of refused) {
    it(`the schema refuses ${what}, by name`, () => {
      assert.match(mistakesIn(file).join("\n"), message);
    });
  }
});

/** Fields whose comment names a number, a switch or a name as the default, and another one than the schema has. */
function contradictions(schema: JsonSchema, path: string): string[] {
  const { description, default: value, properties, items, additionalProperties, oneOf } = schema;
  const said = defaultSaid(description ?? "")?.split(",")[0];
  const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const namesValue =
    said !== undefined && (/^(true|false|[\d.]+)$/.test(said) || schema.enum?.includes(said) === true);
  return [
    ...(namesValue && isScalar && said !== String(value)
      ? [`${path}: the comment says ${said}, the schema ${String(value)}`]
      : []),
    ...Object.entries(properties ?? {}).flatMap(([name, field]) => contradictions(field, `${path}.${name}`)),
    ...(items === undefined ? [] : contradictions(items, `${path}[]`)),
    ...(typeof additionalProperties === "object"
      ? contradictions(additionalProperties, `${path}.<name>`)
      : []),
    ...(oneOf ?? []).flatMap((variant) => contradictions(variant, path)),
  ];
}
