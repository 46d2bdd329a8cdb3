import type { ExamplesConfig } from "../config";
import { chain } from "./chain/deploy";
import type { Example } from "./example";
import { experiment } from "./katib-search/deploy";
import { fineTuning } from "./llm-finetune/deploy";
import { notebook } from "./notebook/deploy";
import { pipeline } from "./pipeline/deploy";
import { pyTorchJob, trainJob } from "./pytorch-ddp/deploy";
import { serving } from "./serving/deploy";
import { inferenceService } from "./sklearn-serving/deploy";
import { tfJob } from "./tensorflow-multiworker/deploy";

export { type Deploy, type Example, type ExampleArgs, type Obstacle, withoutComponent } from "./example";

/** The examples by name: their keys in `kubeflow-workloads:examples`. */
export type ExampleName = Exclude<keyof ExamplesConfig, "enabled">;

/** One of everything that Kubeflow runs. */
export const examples: Readonly<Record<ExampleName, Example>> = {
  pipeline,
  trainJob,
  pyTorchJob,
  fineTuning,
  tfJob,
  experiment,
  inferenceService,
  serving,
  notebook,
  chain,
};
