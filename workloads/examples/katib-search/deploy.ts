import { Experiment, type ExperimentArgs } from "../../components";
import { experimentSpec } from "../../components/tuning/experiment-spec";
import { type Example, placementOf, withoutComponent } from "../example";
import { pyTorchProgram } from "../pytorch-ddp/deploy";

const trainerOff = withoutComponent("trainer");

/** A search for how the network of pytorch-ddp learns best; poor trials are stopped early. */
export const experiment: Example = {
  needs: "katib",
  obstacle: (_config, { components }) =>
    components.includes("trainer")
      ? undefined
      : { ...trainerOff, reason: `its trials are TrainJobs, and ${trainerOff.reason}` },
  prepare: ({ tenant, config, platform }) => {
    const { maxTrials, parallelTrials, image, attempt, ...settings } = config.experiment;
    const args: Omit<ExperimentArgs, "tenant"> = {
      program: pyTorchProgram(),
      arguments: ["--epochs=4"],
      image,
      attempt,
      ...placementOf(settings, platform),
      trial: { kind: "TrainJob" },
      objective: { type: "maximize", metric: "accuracy", additionalMetrics: ["loss"] },
      algorithm: "tpe",
      earlyStopping: { minTrials: 3, startStep: 2 },
      parameters: [
        { name: "learning-rate", type: "double", min: 0.0001, max: 0.1, distribution: "logUniform" },
        { name: "batch-size", type: "discrete", list: [16, 32, 64] },
        { name: "momentum", type: "double", min: 0.5, max: 0.99 },
      ],
      maxTrials,
      parallelTrials,
    };
    experimentSpec("katib-search", tenant, args);
    return (owner, opts) => new Experiment("katib-search", { ...args, tenant: owner }, opts).workload;
  },
};
