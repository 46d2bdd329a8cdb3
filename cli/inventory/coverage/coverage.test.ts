import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { awsInfra } from "../../../infra/aws-infra";
import { isAws, parseInfraConfig } from "../../../infra/config";
import { type Registered, supportedDay, underMocks } from "../../../infra/testing/mocks";
import { configOf } from "../testing/infra";
import { ENCRYPTION, PROTECTION, type Rule, STATELESS } from "./tables";

/** Environments beside dev and prod: the other choice of everything that there is a choice of. */
const ENVIRONMENTS: Readonly<Record<string, { base: string; changes: Readonly<Record<string, unknown>> }>> = {
  dev: { base: "dev", changes: {} },
  prod: { base: "prod", changes: {} },
  "prod with Aurora, Lustre, managed node groups, an issuer of its own and a mirror": {
    base: "prod",
    changes: {
      nodeProvisioner: "managed-node-groups",
      database: { kind: "aurora-serverless", readers: 1 },
      sharedStorage: { lustre: { capacityGiB: 1200, deploymentType: "PERSISTENT_2" } },
      edge: {
        domain: "ml.acme.dev",
        hostedZone: { kind: "existing", zoneId: "Z0123456789ABCDEFGHIJ" },
        signOn: {
          kind: "oidc",
          issuer: "https://login.acme.dev",
          clientId: "kubeflow",
          clientSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-AbCdEf",
        },
      },
      images: { kind: "mirror", registry: "images.acme.dev/kubeflow" },
    },
  },
  "dev with as little as possible": {
    base: "dev",
    changes: {
      sharedStorage: { efs: { enabled: false } },
      database: { kind: "in-cluster" },
      images: { kind: "upstream" },
    },
  },
};

interface Environment {
  readonly resources: readonly Registered[];
  /** Names of what Pulumi protects, as `type name`. */
  readonly kept: ReadonlySet<string>;
}

async function register(base: string, changes: Readonly<Record<string, unknown>>): Promise<Environment> {
  const all = configOf(base);
  for (const [key, value] of Object.entries(changes)) {
    all[`kubeflow-infra:${key}`] = typeof value === "string" ? value : JSON.stringify(value);
  }
  const config = parseInfraConfig(base, all);
  assert.ok(isAws(config));
  const kept = new Set<string>();
  const { resources } = await underMocks(() => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      if (opts.protect === true) {
        kept.add(`${type} ${name}`);
      }
      return undefined;
    });
    return awsInfra(config, supportedDay);
  });
  return { resources, kept };
}

/** Real resources: no components of ours, no providers. */
function isResource({ type }: Registered): boolean {
  return !type.startsWith("kubeflow:") && !type.startsWith("pulumi:");
}

/** Whether the provider lets a type carry tags, as the SDK's declaration of its arguments has it. */
function takesTags(type: string): boolean {
  const [, moduleAndFile = ""] = type.split(":");
  const file = path.join(
    "node_modules",
    "@pulumi",
    "aws",
    ...moduleAndFile.replace(/^index\//, "").split("/"),
  );
  const text = fs.readFileSync(`${file}.d.ts`, "utf8");
  const args = text.slice(text.indexOf("Args {"));
  return /^ {4}tags\?:/m.test(args);
}

describe("each resource of infra on AWS", () => {
  for (const [title, { base, changes }] of Object.entries(ENVIRONMENTS)) {
    describe(`in ${title}`, () => {
      let environment: Environment;

      before(async () => {
        environment = await register(base, changes);
      });

      function broken(rules: Readonly<Record<string, Rule>>): string[] {
        const { resources, kept } = environment;
        const all = (type: string) =>
          resources.filter((one) => one.type === type).map(({ inputs }) => inputs);
        return resources
          .filter(({ type, name, inputs }) => {
            const rule = rules[type];
            return rule !== undefined && !rule({ inputs, name, protect: kept.has(`${type} ${name}`), all });
          })
          .map(({ type, name }) => `${type} ${name}`);
      }

      it("is of a type that somebody has thought about", () => {
        const known = (type: string) => STATELESS.has(type) || type in ENCRYPTION || type in PROTECTION;
        const unknown = environment.resources.filter(isResource).filter(({ type }) => !known(type));
        assert.deepEqual([...new Set(unknown.map(({ type }) => type))], []);
      });

      it("is encrypted where its type can be", () => {
        assert.deepEqual(broken(ENCRYPTION), []);
      });

      if (base === "prod") {
        it("is kept from deletion where something would be lost", () => {
          assert.deepEqual(broken(PROTECTION), []);
        });
      }

      it("carries the environment's tags where its type can", () => {
        const { resources } = environment;
        const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
        assert.deepEqual(JSON.parse(String(provider?.inputs.defaultTags)), {
          tags: {
            environment: "prod",
            owner: "ml-platform",
            "cost-center": base === "prod" ? "machine-learning" : "research",
            "managed-by": "pulumi",
            project: "kubeflow-on-aws",
          },
        });
        const taggable = resources.filter(({ type }) => type.startsWith("aws:") && takesTags(type));
        assert.ok(taggable.length > 20);
        // Default tags come with the provider: who uses another one has none.
        const strangers = taggable.filter((one) => !one.provider.includes("$pulumi:providers:aws::aws::"));
        assert.deepEqual(
          strangers.map(({ type, name }) => `${type} ${name}`),
          [],
        );
        const remote = resources.filter(({ type }) => type.startsWith("awsx:") || type.startsWith("eks:"));
        assert.equal(remote.length, 2);
        for (const { inputs } of remote) {
          assert.equal(Reflect.get(Object(inputs.tags), "owner"), "ml-platform");
        }
      });
    });
  }
});
