import type { ProviderOptions, ResourceRequest } from "../../../plugin";
import { kindClusterHandlers } from "../kind";
import { simulatedClusterHandlers } from "../provider";

const resources = {
  "kubeflow-local:index:SimulatedCluster": simulatedClusterHandlers,
  "kubeflow-local:index:KindCluster": kindClusterHandlers,
};

function resourceOf({ type }: ResourceRequest): (typeof resources)[keyof typeof resources] {
  switch (type) {
    case "kubeflow-local:index:SimulatedCluster":
    case "kubeflow-local:index:KindCluster":
      return resources[type];
    default:
      throw new Error(`the kubeflow-local provider has no resource ${type}`);
  }
}

/** The provider of local clusters. */
export const kubeflowLocalPlugin: ProviderOptions = {
  name: "kubeflow-local",
  version: "0.1.0",
  handlers: {
    check: (request) => resourceOf(request).check(request),
    diff: (request) => resourceOf(request).diff(request),
    create: (request) => resourceOf(request).create(request),
    read: (request) => resourceOf(request).read(request),
    update: (request) => resourceOf(request).update(request),
    delete: (request) => resourceOf(request).delete(request),
  },
};
