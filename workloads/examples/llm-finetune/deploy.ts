import { UserError } from "../../../config/errors";
import { type Program, TrainJob } from "../../components";
import { trainJobRun } from "../../components/training/train-job-spec";
import type { ExamplesConfig } from "../../config";
import { codeFolder } from "../../spec/pod";
import { checkTenantPrefix, tenantFolders } from "../../spec/tenant-prefix";
import { type Example, placementOf, programOf } from "../example";

const files = [
  "base",
  "checkpoints",
  "corpus",
  "engine",
  "errors",
  "processes",
  "settings",
  "storage",
  "toy",
];

const name = "llm-finetune";

/** Where results go that nobody named a place for: they end with the pod. */
const scratch = "/tmp/tuned";

/** The program with the data of the toy, which all lie in one folder. */
function toyProgram(): Program {
  const { files: code, entrypoint } = programOf(name, "finetune.py", ...files.map((file) => `${file}.py`));
  const { files: data } = programOf(`${name}/toy-data`, "train.jsonl", "eval.jsonl");
  return { files: { ...code, ...data }, entrypoint };
}

/** What a toy is trained with: as small as it can be and still learn. */
const toyArguments = [
  "--toy",
  `--data=${codeFolder}`,
  "--sequence-length=64",
  "--steps=60",
  "--batch-size=8",
  "--micro-batch-size=2",
  "--learning-rate=0.01",
  "--warmup-steps=4",
];

/** A language model tuned by LoRA and ZeRO, with Kubeflow Trainer. */
export const fineTuning: Example = {
  needs: "trainer",
  obstacle: ({ fineTuning: { image } }, { cluster }) =>
    image === undefined && !cluster.simulated
      ? {
          reason: "no runtime's image has transformers, PEFT and DeepSpeed",
          wayOut: "name one in kubeflow-workloads:examples.fineTuning.image",
        }
      : undefined,
  prepare: ({ tenant, config, platform }) => {
    const { nodes, attempt, image, base, data, output, zeroStage, efa, ...settings } = config.fineTuning;
    const folders = tenantFolders(tenant.name, platform);
    const args = {
      program: toyProgram(),
      arguments: [
        ...commandLine(config.fineTuning),
        `--zero-stage=${zeroStage}`,
        `--output=${output ?? (folders === undefined ? scratch : `${folders.models}${name}/`)}`,
      ],
      nodes,
      attempt,
      image,
      ...(efa && { efa }),
      ...(data !== undefined && { data: { s3: data } }),
      ...(platform.objectStorage.kind === "s3" && { checkpoints: true as const }),
      ...placementOf(settings, platform),
    };
    if (output !== undefined) {
      checkTenantPrefix(`TrainJob "${name}"`, tenant.name, platform, output);
    }
    trainJobRun(name, { ...args, tenant });
    return (owner, opts) => new TrainJob(name, { ...args, tenant: owner }, opts).workload;
  },
};

function commandLine({ base, data }: ExamplesConfig["fineTuning"]): readonly string[] {
  if (base !== undefined && data === undefined) {
    throw new UserError(
      "kubeflow-workloads:examples.fineTuning.base is set, and its data are not",
      "name a folder of train*.jsonl and eval*.jsonl in kubeflow-workloads:examples.fineTuning.data",
    );
  }
  return base === undefined ? toyArguments : [`--base=${base}`];
}
