import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../config/errors";
import type { PlatformOutputs } from "../contract";
import { compilePipeline, InferenceService, Pipeline, RecurringRun } from "./components";
import { pipelines } from "./examples/pipelines";
import program from "./index";
import { awsPlatformFixture, runRefused } from "./testing";

const key = "kubeflow-workloads";
const ann = { name: "team-a", owner: "ann@example.com" };
const models = "s3://kubeflow-prod-models";

const withKnative: PlatformOutputs = {
  ...awsPlatformFixture,
  components: [...awsPlatformFixture.components, "knativeServing"],
};

/** A mistake, where it is made, and what the user is told. */
interface Mistake {
  readonly what: string;
  /** `kubeflow-workloads:examples`. */
  readonly examples?: object;
  /** `kubeflow-workloads:tenants`. Default: team-a. */
  readonly tenants?: readonly object[];
  readonly platform?: PlatformOutputs;
  readonly says: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    what: "two tenants of one name",
    tenants: [ann, ann],
    says: /^kubeflow-workloads:tenants names "team-a" twice: a tenant is one namespace\n {2}→ give each tenant a name of its own$/,
  },
  {
    what: "a tenant in a namespace of the platform",
    tenants: [{ ...ann, name: "kubeflow" }],
    says: /^tenant "kubeflow": .*belongs to the platform.*\n {2}→ /,
  },
  {
    what: "a tenant whose name is no DNS label",
    tenants: [{ ...ann, name: "Team A" }],
    says: /^tenant "Team A": the name becomes a namespace: lower-case letters, digits and dashes, .*\n {2}→ choose another name$/,
  },
  {
    what: "a quota that is smaller than what a job asks for",
    tenants: [{ ...ann, quota: { cpu: 3 } }],
    examples: { trainJob: { nodes: 4 } },
    says: /^TrainJob "pytorch-ddp" asks for more than tenant "team-a" may use: cpu 4 of 3\n {2}→ raise the tenant's quota, or ask for less$/,
  },
  {
    what: "a model outside the tenant's prefix",
    examples: { serving: { model: `${models}/team-b/churn/v1/` } },
    says: /^InferenceService "churn": s3:\/\/kubeflow-prod-models\/team-b\/churn\/v1\/ is outside the tenant's prefix: s3:\/\/kubeflow-prod-models\/team-a\/ or .*\n {2}→ copy the model there/,
  },
  {
    what: "a new version of the model that gets more than all of the traffic",
    examples: {
      serving: { model: `${models}/team-a/1/`, canary: { model: `${models}/team-a/2/`, percent: 101 } },
    },
    says: /1 mistake under kubeflow-workloads:\*\n {2}kubeflow-workloads:examples\.serving\.canary\.percent is 101: 100 or less\n {2}→ edit /,
  },
  {
    what: "an unknown pool",
    examples: { trainJob: { pool: "a100" } },
    says: /^TrainJob "pytorch-ddp": there is no node pool "a100"; the pools are cpu, gpu \(4 NVIDIA-A10G\)\n {2}→ use one of them/,
  },
  {
    what: "more accelerators than a node has",
    examples: { trainJob: { pool: "gpu", accelerators: 9 } },
    says: /^TrainJob "pytorch-ddp" asks for 9 accelerators in one container; a node of pool "gpu" has 4\n {2}→ /,
  },
  {
    what: "an image outside the environment's image map",
    examples: { notebook: { image: "quay.io/team/notebook:1" } },
    says: /^Notebook "notebook": image quay\.io\/team\/notebook:1 is outside of the environment's image map; it has images of docker\.io, ghcr\.io\n {2}→ add "quay\.io" to kubeflow-platform:images\.registries/,
  },
  {
    what: "the chain's own image where the map lacks its registry",
    platform: {
      ...awsPlatformFixture,
      images: {
        ...awsPlatformFixture.images,
        registries: { "ghcr.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/github" },
      },
    },
    examples: { enabled: false, chain: { enabled: true } },
    says: /^Pipeline "data-to-served-model": image .* is outside of the environment's image map; it has images of ghcr\.io\n {2}→ add "docker\.io"/,
  },
  {
    what: "an unknown key",
    examples: { trainJob: { node: 3 } },
    says: /1 mistake under kubeflow-workloads:\*\n {2}kubeflow-workloads:examples\.trainJob\.node: unknown key \(did you mean nodes\?\); known keys: .*\n {2}→ edit /,
  },
  {
    what: "an unknown example",
    examples: { fineTunning: {} },
    says: /examples\.fineTunning: unknown key \(did you mean fineTuning\?\); known keys: .*\n {2}→ edit /,
  },
  {
    what: "a schedule of five fields",
    examples: { chain: { schedule: { cron: "*/10 * * * *" } } },
    says: /^Pipeline "data-to-served-model": schedule "\*\/10 \* \* \* \*": .*\n {2}→ six fields: second, minute, hour/,
  },
  {
    what: "data of a pipeline that the tenant can't read",
    examples: { pipeline: { source: "s3://elsewhere/table.csv" } },
    says: /^Pipeline "train-and-evaluate": s3:\/\/elsewhere\/table\.csv is outside the tenant's prefix: .*\n {2}→ copy it there/,
  },
  {
    what: "a base to tune without data",
    examples: { fineTuning: { image: "ghcr.io/team/tune:1", base: "team/base" } },
    says: /^kubeflow-workloads:examples\.fineTuning\.base is set, and its data are not\n {2}→ name a folder of train\*\.jsonl and eval\*\.jsonl in kubeflow-workloads:examples\.fineTuning\.data$/,
  },
  {
    what: "data to tune with that the tenant can't read",
    examples: { fineTuning: { image: "ghcr.io/team/tune:1", base: "team/base", data: "s3://elsewhere/a/" } },
    says: /^TrainJob "llm-finetune": .*s3:\/\/elsewhere\/a\/ is outside the tenant's prefix: .*\n {2}→ copy it there/,
  },
  {
    what: "a place for the tuned model that the tenant can't write to",
    examples: { fineTuning: { image: "ghcr.io/team/tune:1", output: "s3://elsewhere/a/" } },
    says: /^TrainJob "llm-finetune": s3:\/\/elsewhere\/a\/ is outside the tenant's prefix: .*\n {2}→ copy it there/,
  },
  {
    what: "adapters of a pool that has none",
    examples: { fineTuning: { image: "ghcr.io/team/tune:1", pool: "gpu", efa: true } },
    says: /^TrainJob "llm-finetune" asks for EFA.*\n {2}→ /,
  },
  {
    what: "an example that the platform can't carry, and that was asked for",
    platform: { ...awsPlatformFixture, components: ["profiles"] },
    examples: { experiment: { enabled: true } },
    says: /^kubeflow-workloads:examples\.experiment\.enabled is true, but the platform runs without component katib\n {2}→ switch katib on in kubeflow-platform:components, or remove the key$/,
  },
];

/** Mistakes that only somebody makes who writes a program of components. */
const programs: readonly {
  readonly what: string;
  readonly make: () => Promise<pulumi.Inputs>;
  /** What was right, and was registered before. */
  readonly before?: readonly string[];
  readonly says: RegExp;
}[] = [
  {
    what: "a metric that the mode doesn't know",
    make: async () => {
      await Promise.resolve();
      new InferenceService("model", {
        tenant: "team-a",
        platform: withKnative,
        predictor: { kind: "sklearn" },
        storageUri: `${models}/team-a/1/`,
        mode: "Knative",
        resources: { cpu: 1, memoryGiB: 1 },
        scale: { metric: "cpu", target: 60 },
      });
      return {};
    },
    says: /^InferenceService "model".*cpu.*concurrency.*rps/,
  },
  {
    what: "a parameter that the pipeline doesn't have",
    make: async () => {
      const compiled = await compilePipeline(pipelines.pipeline);
      const pipeline = new Pipeline("churn", { tenant: "team-a", platform: awsPlatformFixture, compiled });
      const parameters = {
        source: "s3://kubeflow-prod-artifacts/team-a/table.csv",
        models: `${models}/team-a/`,
        namespace: "team-a",
        tree: 100,
      };
      new RecurringRun("nightly", { pipeline, schedule: { cron: "@daily" }, parameters });
      return {};
    },
    before: ["kubeflow:workloads:Pipeline"],
    says: /^RecurringRun "nightly": the pipeline has no parameter "tree"\n {2}→ the pipeline's parameters are .*trees \(a whole number\)/,
  },
];

/** One message, exit code 2, and nothing of it registered. */
function isMistake(error: unknown, says: RegExp): void {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.message, says);
  assert.equal(error.exitCode, 2);
}

/**
 * A pipeline that does not compile is in compile.python.test.ts, a job's name that is in use in
 * run-guard-handlers.test.ts, and how the command line ends in cli/testing/bad-input.local.test.ts.
 */
describe("bad input is refused in one message, before anything is registered:", () => {
  for (const { what, examples = {}, tenants = [ann], platform = awsPlatformFixture, says } of mistakes) {
    it(what, async () => {
      const { error, resources } = await runRefused(program, platform, {
        [`${key}:tenants`]: tenants,
        [`${key}:examples`]: examples,
      });
      isMistake(error, says);
      assert.deepEqual(resources, []);
    });
  }

  for (const { what, make, before = [], says } of programs) {
    it(what, async () => {
      const { error, resources } = await runRefused(make, awsPlatformFixture);
      isMistake(error, says);
      const components = resources.map(({ type }) => type).filter((type) => type.startsWith("kubeflow:"));
      assert.deepEqual(components, before);
    });
  }
});
