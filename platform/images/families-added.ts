import { amd64, both, type ImageFamily } from "./family";

/** Images that no manifest of the release names, but its programs start: see unnamed.ts. */
export const addedFamilies: readonly ImageFamily[] = [
  {
    registry: "docker.io",
    repositories: ["library/alpine"],
    tag: "3.10",
    architectures: both,
    source: "docker-library/official-images 87f8333d81, library/alpine: Architectures",
  },
  {
    registry: "ghcr.io",
    repositories: ["kubeflow/training-v1/kubectl-delivery"],
    tag: "latest",
    architectures: both,
    source: "kubeflow/trainer 3f15cb8, .github/workflows/publish-core-images.yaml: platforms",
  },
  {
    registry: "docker.io",
    repositories: ["tensorflow/tensorflow"],
    tag: "1.13.2",
    architectures: "unknown",
    source: "TensorFlow's documentation of its Docker images says nothing of architectures",
  },
  {
    registry: "docker.io",
    repositories: ["tensorflow/tensorflow"],
    tag: "latest",
    architectures: "unknown",
    source: "TensorFlow's documentation of its Docker images says nothing of architectures",
  },
  {
    registry: "docker.io",
    repositories: ["pytorch/torchserve-kfs"],
    tag: "0.9.0-gpu",
    architectures: amd64,
    source: "pytorch/serve v0.9.0, kubernetes/kserve/build_image.sh names no platform; pytorch/serve#2707",
  },
  {
    registry: "docker.io",
    repositories: ["tensorflow/serving"],
    tag: "2.6.2-gpu",
    architectures: amd64,
    source: "tensorflow/serving#1948, tensorflow/serving#1750",
  },
];
