import {
  isIn,
  isObject,
  type Json,
  type Manifest,
  on,
  type ReleaseVersion,
  type Span,
  type Transform,
} from "../../manifests";

/** An image that a program of the release starts without a manifest naming it. */
export interface UnnamedImage extends Span {
  /** As the program has it compiled in, or as it puts it together. */
  readonly reference: string;
  /** Who starts it, and when. */
  readonly used: string;
  /** Where that is written. */
  readonly source: string;
  /** How the program is told of another image; absent where it can't be, or puts a tag of its own behind it. */
  readonly flag?: { readonly deployment: string; readonly container: string; readonly name: string };
}

/** All that were found in the sources of the releases' programs. */
const all: readonly UnnamedImage[] = [
  {
    reference: "alpine:3.10",
    used: "Training Operator v1: the init container of a PyTorchJob's workers",
    source: "kubeflow/trainer 3f15cb8, pkg/config/config.go: PyTorchInitContainerImageDefault",
    flag: {
      deployment: "training-operator",
      container: "training-operator",
      name: "--pytorch-init-container-image",
    },
  },
  {
    reference: "ghcr.io/kubeflow/training-v1/kubectl-delivery:latest",
    used: "Training Operator v1: the init container of an MPIJob's launcher",
    source: "kubeflow/trainer 3f15cb8, pkg/config/config.go: MPIKubectlDeliveryImageDefault",
    flag: {
      deployment: "training-operator",
      container: "training-operator",
      name: "--mpi-kubectl-delivery-image",
    },
  },
  {
    reference: "tensorflow/tensorflow",
    used: "Pipelines' UI: a TensorBoard started from a run, with the version that its user chooses for a tag",
    source: "kubeflow/pipelines 2.16.0, frontend/server/configs.ts: VIEWER_TENSORBOARD_TF_IMAGE_NAME",
  },
  {
    reference: "tensorflow/tensorflow:1.13.2",
    used: "Pipelines' viewer controller: a TensorBoard whose Viewer names no image",
    source: "kubeflow/pipelines 2.16.0, backend/src/crd/controller/viewer/reconciler/reconciler.go",
  },
  ...(
    [
      {
        runtime: "kserve-huggingfaceserver",
        reference: "kserve/huggingfaceserver:v0.16.0-gpu",
        until: "26.03",
      },
      {
        runtime: "kserve-huggingfaceserver",
        reference: "kserve/huggingfaceserver:v0.18.0-gpu",
        since: "26.03.1-rc.2",
      },
      { runtime: "kserve-tensorflow-serving", reference: "tensorflow/serving:2.6.2-gpu" },
      { runtime: "kserve-torchserve", reference: "pytorch/torchserve-kfs:0.9.0-gpu" },
    ] satisfies readonly (Span & { runtime: string; reference: string })[]
  ).map(({ runtime, ...image }) => ({
    ...image,
    used: `KServe: a predictor of ${runtime} that asks for a GPU`,
    source: "kserve/kserve v0.16.0, pkg/controller/v1beta1/inferenceservice/utils/utils.go: UpdateImageTag",
  })),
];

/** Those of a release. */
export function unnamedImages(release: ReleaseVersion): readonly UnnamedImage[] {
  return all.filter((image) => isIn(release, image));
}

/**
 * Objects whose images keep their tags alone, with the reason. KServe 0.16.0 appends `-gpu` to the tag of these
 * runtimes where a predictor asks for a GPU, and leaves a reference with a digest as it is: a GPU predictor would
 * get the image for CPUs (UpdateImageTag, see above). It puts `runtimeVersion` in place of a tag in the same way.
 */
export const tagOnlyImages: ReadonlySet<string> = new Set([
  "ClusterServingRuntime/kserve-huggingfaceserver",
  "ClusterServingRuntime/kserve-tensorflow-serving",
  "ClusterServingRuntime/kserve-torchserve",
]);

/** Transforms that name images in the open which programs have compiled in, so that the image map reaches them. */
export function nameUnnamedImages(release: ReleaseVersion): readonly Transform[] {
  return unnamedImages(release).flatMap(({ reference, flag }) =>
    flag === undefined
      ? []
      : [
          on({ kind: "Deployment", name: flag.deployment, namespace: "kubeflow" }, (manifest) =>
            withArgument(manifest, flag.container, flag.name, reference),
          ),
        ],
  );
}

function withArgument(manifest: Manifest, container: string, flag: string, reference: string): Manifest {
  const template = isObject(manifest.spec) ? manifest.spec.template : undefined;
  const pod = isObject(template) ? template.spec : undefined;
  const containers = isObject(pod) && Array.isArray(pod.containers) ? pod.containers : [];
  const isIt = (one: Json): boolean => isObject(one) && one.name === container;
  if (!isObject(manifest.spec) || !isObject(template) || !isObject(pod) || !containers.some(isIt)) {
    throw new Error(`Deployment ${manifest.metadata.name} has no container ${container} for ${flag}`);
  }
  const changed = containers.map((one): Json => {
    if (!isObject(one) || !isIt(one)) {
      return one;
    }
    const args = Array.isArray(one.args) ? one.args : [];
    if (args.some((argument) => typeof argument === "string" && argument.startsWith(flag))) {
      throw new Error(`Deployment ${manifest.metadata.name} has ${flag} already: leave it out of unnamed.ts`);
    }
    return { ...one, args: [...args, `${flag}=${reference}`] };
  });
  const spec = { ...manifest.spec, template: { ...template, spec: { ...pod, containers: changed } } };
  return { ...manifest, spec };
}
