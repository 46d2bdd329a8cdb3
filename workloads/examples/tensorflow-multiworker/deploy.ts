import { TFJob } from "../../components";
import { tfJobRun } from "../../components/training/tf-job";
import { type Example, placementOf, programOf } from "../example";

/** TensorFlow on several nodes, with Training Operator v1. */
export const tfJob: Example = {
  needs: "trainingOperator",
  prepare: ({ tenant, config, platform }) => {
    const { nodes, attempt, image, ...settings } = config.tfJob;
    const program = programOf("tensorflow-multiworker", "train.py", "model.py", "readings.py");
    const args = { program, workers: nodes, attempt, image, ...placementOf(settings, platform) };
    tfJobRun("tensorflow-multiworker", { ...args, tenant });
    return (owner, opts) => new TFJob("tensorflow-multiworker", { ...args, tenant: owner }, opts).workload;
  },
};
