import * as z from "zod";

/** Repository of the images that Kubeflow makes; https://github.com/kubeflow/kubeflow, components/example-notebook-servers. */
const upstream = "ghcr.io/kubeflow/kubeflow/notebook-servers";

/** The images that release 26.03 offers. Gaudi is left out: no EC2 instance that infra knows has it. */
const offered = {
  jupyter: [
    `${upstream}/jupyter-scipy:v1.10.0`,
    `${upstream}/jupyter-pytorch-full:v1.10.0`,
    `${upstream}/jupyter-pytorch-cuda-full:v1.10.0`,
    `${upstream}/jupyter-tensorflow-full:v1.10.0`,
    `${upstream}/jupyter-tensorflow-cuda-full:v1.10.0`,
  ],
  codeServer: [`${upstream}/codeserver-python:v1.10.0`],
  rStudio: [`${upstream}/rstudio-tidyverse:v1.10.0`],
};

const images = z.array(z.string().min(1)).min(1, "one image or more; the first is offered first");
const minutes = z.int("whole minutes").min(1, "1 minute or more");

/** `kubeflow-platform:notebooks`: notebook servers. */
export const NotebooksConfig = z.strictObject({
  /** Images that people choose from, each list's first by default; the map of `images` applies to them. */
  images: z
    .strictObject({
      /** JupyterLab. Default: those of release 26.03, for CPUs and for NVIDIA's GPUs. */
      jupyter: images.default(offered.jupyter),
      /** Visual Studio Code in the browser. Default: that of release 26.03. */
      codeServer: images.default(offered.codeServer),
      /** RStudio. Default: that of release 26.03. */
      rStudio: images.default(offered.rStudio),
      /** Whether people may name any other image. Default: true. */
      allowCustom: z.boolean("true or false").default(true),
    })
    .prefault({}),
  /** What a notebook server asks for unless people say otherwise. */
  sizes: z
    .strictObject({
      /** Processor cores. Default: 0.5. */
      cpu: z.number().positive("more than 0").default(0.5),
      /** Memory in GiB. Default: 1. */
      memoryGiB: z.number().positive("more than 0").default(1),
      /** How many times that it may take while others leave it unused; 1 or more. Default: 1.2. */
      limitFactor: z.number().min(1, "1 or more").default(1.2),
      /** The home folder's volume in GiB, on the class of block volumes. Default: 10. */
      workspaceGiB: z.int("whole GiB").positive("1 GiB or more").default(10),
    })
    .prefault({}),
  /** Stopping servers that nobody uses; their volumes stay, and people start them again. */
  culling: z
    .strictObject({
      /** Whether they are stopped. Without it a forgotten GPU runs on. Default: true. */
      enabled: z.boolean("true or false").default(true),
      /**
       * Minutes without a busy kernel and without an open terminal. Only Jupyter tells; Visual Studio Code and RStudio
       * are never stopped. Default: 1440, a day.
       */
      idleMinutes: minutes.default(1440),
      /** Minutes from one look to the next. Default: 5. */
      checkMinutes: minutes.default(5),
    })
    .prefault({}),
  /**
   * Image that Tensorboards are made of. Logs on a volume work with any; logs on `s3://` need one whose AWS SDK knows
   * EKS Pod Identity, which the release's TensorFlow 2.5.1 is too old for. Default: that of the release.
   */
  tensorboardImage: z.string().min(1).optional(),
});

/** See the schema of the same name. */
export type NotebooksConfig = z.output<typeof NotebooksConfig>;
