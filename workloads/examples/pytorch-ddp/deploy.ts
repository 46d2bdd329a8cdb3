import type { PlatformOutputs } from "../../../contract";
import { PyTorchJob, TrainJob } from "../../components";
import { pyTorchJobRun } from "../../components/training/pytorch-job";
import { trainJobRun } from "../../components/training/train-job-spec";
import { type Example, placementOf, programOf } from "../example";

/** The program of the example, which a search runs too. */
export function pyTorchProgram() {
  const others = ["checkpoints", "data", "export", "make_dataset", "meeting", "network", "place"];
  const files = [...others, "settings", "storage", "trainer"].map((name) => `${name}.py`);
  return programOf("pytorch-ddp", "train.py", ...files);
}

/** PyTorch on several nodes, with Kubeflow Trainer. */
export const trainJob: Example = {
  needs: "trainer",
  prepare: ({ tenant, config, platform }) => {
    const { nodes, attempt, image, ...settings } = config.trainJob;
    const args = {
      program: pyTorchProgram(),
      nodes,
      attempt,
      image,
      checkpoints: keepsCheckpoints(image, nodes, platform) ? (true as const) : undefined,
      ...placementOf(settings, platform),
    };
    trainJobRun("pytorch-ddp", { ...args, tenant });
    return (owner, opts) => new TrainJob("pytorch-ddp", { ...args, tenant: owner }, opts).workload;
  },
};

/** The same program, with Training Operator v1. */
export const pyTorchJob: Example = {
  needs: "trainingOperator",
  prepare: ({ tenant, config, platform }) => {
    const { nodes, attempt, image, ...settings } = config.pyTorchJob;
    const args = { program: pyTorchProgram(), nodes, attempt, image, ...placementOf(settings, platform) };
    pyTorchJobRun("pytorch-ddp-v1", { ...args, tenant });
    return (owner, opts) => new PyTorchJob("pytorch-ddp-v1", { ...args, tenant: owner }, opts).workload;
  },
};

/** The runtime's own image has no boto3, and a block volume is one node's. */
function keepsCheckpoints(image: string | undefined, nodes: number, platform: PlatformOutputs): boolean {
  const { objectStorage, storageClasses, cluster } = platform;
  return objectStorage.kind === "s3"
    ? image !== undefined
    : nodes === 1 || storageClasses.shared !== undefined || cluster.simulated;
}
