import { isIn, type ReleaseVersion, type Span } from "../manifests";

/** What a thing is called in some releases. */
interface Name extends Span {
  readonly name: string;
}

/** Objects, labels and images that are the same in all releases but for their name. A transform that finds nothing by its name fails. */
const names = {
  /** The dashboard's Deployment, its account and its VirtualService. */
  dashboard: [
    { until: "26.03", name: "centraldashboard" },
    { since: "26.03.1-rc.2", name: "dashboard" },
  ],
  /** The value of label `app` of its pods. */
  dashboardApp: [
    { until: "26.03", name: "centraldashboard" },
    { since: "26.03.1-rc.2", name: "kubeflow-dashboard" },
  ],
  /** The ConfigMap with its links. */
  dashboardLinks: [
    { until: "26.03", name: "centraldashboard-config" },
    { since: "26.03.1-rc.2", name: "dashboard-config" },
  ],
  /** The container of the access management API, in the pods of the profile controller. */
  accessManagement: [
    { until: "26.03", name: "kfam" },
    { since: "26.03.1-rc.2", name: "access-management" },
  ],
  /** The ConfigMap with the labels of tenants' namespaces, without kustomize's hash. */
  namespaceLabels: [
    { until: "26.03", name: "namespace-labels-data" },
    { since: "26.03.1-rc.2", name: "profiles-namespace-labels-data" },
  ],
  /** The Deployment of the list of InferenceServices. */
  modelsWebApp: [
    { until: "26.03", name: "kserve-models-web-app" },
    { since: "26.03.1-rc.2", name: "kserve-models-web-application" },
  ],
  /** The image of Pipelines' web server. */
  pipelinesUiImage: [
    { until: "26.03", name: "ghcr.io/kubeflow/kfp-frontend:2.16.0" },
    { since: "26.03.1-rc.2", name: "ghcr.io/kubeflow/kfp-frontend:2.16.1" },
  ],
  /** The image of KServe's Hugging Face server for GPUs. */
  huggingFaceGpuImage: [
    { until: "26.03", name: "kserve/huggingfaceserver:v0.16.0-gpu" },
    { since: "26.03.1-rc.2", name: "kserve/huggingfaceserver:v0.18.0-gpu" },
  ],
  /** The image of the runtime torch-distributed. */
  torchImage: [
    { until: "26.03", name: "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime" },
    { since: "26.03.1-rc.2", name: "pytorch/pytorch:2.10.0-cuda12.8-cudnn9-runtime" },
  ],
} as const satisfies Readonly<Record<string, readonly Name[]>>;

/**
 * What a thing is called in a release.
 *
 * @throws Error where a release has no name for it
 */
export function nameIn(release: ReleaseVersion, thing: keyof typeof names): string {
  const all: readonly Name[] = names[thing];
  const found = all.find((name) => isIn(release, name));
  if (found === undefined) {
    throw new Error(`release ${release} has no name for ${thing}: add one to platform/names.ts`);
  }
  return found.name;
}
