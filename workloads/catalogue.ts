import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../contract";
import {
  Experiment,
  InferenceService,
  ModelVolume,
  Notebook,
  Pipeline,
  PyTorchJob,
  TrainJob,
  type PlacementArgs,
  type TenantReference,
  type Workload,
  readCode,
  readCompiledPipeline,
} from "./components";
import type { ExamplesConfig, PlacementConfig } from "./config";
import type { ExampleName } from "./plan";

/** What an example is made in and from. */
export interface ExampleArgs {
  /** The tenant that it belongs to. */
  readonly tenant: TenantReference;
  /** The settings of all examples. */
  readonly config: ExamplesConfig;
  /** The platform that carries it. */
  readonly platform: PlatformOutputs;
}

type Maker = (args: ExampleArgs, opts: pulumi.ComponentResourceOptions) => pulumi.Output<Workload>;

/** How each example is made; the Python that they run is in examples/. */
export const catalogue: Readonly<Record<ExampleName, Maker>> = {
  trainJob: ({ tenant, config, platform }, opts) => {
    const { nodes, attempt, ...settings } = config.trainJob;
    const placement = placementOf(settings, platform);
    const args = { tenant, program: pyTorchProgram(), nodes, attempt, ...placement };
    return new TrainJob("pytorch-ddp", args, opts).workload;
  },
  pyTorchJob: ({ tenant, config, platform }, opts) => {
    const { nodes, attempt, image, ...settings } = config.pyTorchJob;
    const placement = placementOf(settings, platform);
    const args = { tenant, program: pyTorchProgram(), nodes, attempt, image, ...placement };
    return new PyTorchJob("pytorch-ddp-v1", args, opts).workload;
  },
  experiment: ({ tenant, config, platform }, opts) => {
    const { maxTrials, parallelTrials, image, attempt, ...settings } = config.experiment;
    const placement = placementOf(settings, platform);
    return new Experiment(
      "katib-search",
      {
        tenant,
        program: readCode(folder("katib-search"), "search.py"),
        image,
        attempt,
        ...placement,
        objective: { type: "maximize", metric: "accuracy" },
        parameters: [
          { name: "learning-rate", type: "double", min: 0.0001, max: 1, distribution: "logUniform" },
          { name: "batch-size", type: "discrete", list: [16, 64, 256] },
          { name: "l2", type: "double", min: 0, max: 0.1 },
        ],
        maxTrials,
        parallelTrials,
      },
      opts,
    ).workload;
  },
  inferenceService: ({ tenant, config, platform }, opts) => {
    const { image, mode, ...settings } = config.inferenceService;
    const model = new ModelVolume(
      "sklearn-iris-model",
      {
        tenant,
        program: readCode(folder("sklearn-serving"), "make_model.py"),
        image,
        sizeGiB: 1,
        storageClass: platform.storageClasses.block,
        // Making it takes a processor wherever one is free; only serving it goes to the pool.
        resources: { cpu: 1, memoryGiB: 1 },
        platform,
      },
      opts,
    );
    return new InferenceService(
      "sklearn-iris",
      {
        tenant,
        // The server in whose image the model is made.
        predictor: { kind: "sklearn" },
        mode,
        storageUri: model.storageUri,
        // One replica: the model is on a block volume, which one node mounts at a time.
        maxReplicas: 1,
        ...placementOf(settings, platform),
      },
      opts,
    ).workload;
  },
  notebook: ({ tenant, config, platform }, opts) => {
    const { image, homeGiB, ...settings } = config.notebook;
    const storageClass = platform.storageClasses.block;
    const args = { tenant, image, homeGiB, storageClass, ...placementOf(settings, platform) };
    return new Notebook("notebook", args, opts).workload;
  },
  pipeline: ({ tenant, platform }, opts) => {
    const compiled = readCompiledPipeline(path.join(folder("pipeline"), "pipeline.yaml"));
    const description = "Trains a classifier on made-up data and measures it.";
    return new Pipeline("train-and-evaluate", { tenant, platform, compiled, description }, opts).workload;
  },
};

function placementOf(settings: PlacementConfig, platform: PlatformOutputs): PlacementArgs {
  const { cpu, memoryGiB, accelerators, pool } = settings;
  return { resources: { cpu, memoryGiB, accelerators }, pool, platform };
}

function pyTorchProgram() {
  return readCode(folder("pytorch-ddp"), "train.py");
}

function folder(example: string): string {
  return path.join(__dirname, "examples", example);
}
