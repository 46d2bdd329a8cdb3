import type { Span } from "../../manifests";
import type { ComponentName } from "../components/names";

/** A port at which pods of the mesh must take plain text, or TLS that is not the mesh's. */
export interface PlainTextPort extends Span {
  /** The component whose pods they are. */
  readonly component: ComponentName;
  readonly namespace: string;
  /** Labels of the pods; they name the PeerAuthentication too. */
  readonly pods: Readonly<Record<string, string>>;
  readonly name: string;
  /** Ports of the container. */
  readonly ports: readonly number[];
  /** Only where artifacts are kept inside the cluster. */
  readonly inClusterStorage?: true;
  /** Where upstream lets nobody in at that port, as it says nothing of the pods and denies what it says nothing of. */
  readonly deniedByUpstream?: true;
  readonly because: string;
}

/**
 * All of them. Not among them, as the mesh doesn't see them: probes (rewritten to ask the sidecar's agent), metrics
 * (merged at the agent's port 15020), the gateways' own ports (where TLS of clients would end), and webhooks that
 * upstream takes out of the mesh by an annotation (pvcviewer, JobSet, Trainer) or by exceptions of its own (Knative).
 *
 * Source: pods of release 26.03 with a sidecar, the Services before them, and who calls these.
 */
export const PLAIN_TEXT_PORTS: readonly PlainTextPort[] = [
  {
    component: "pipelines",
    namespace: "kubeflow",
    name: "ml-pipeline",
    pods: { app: "ml-pipeline" },
    ports: [8443, 8887, 8888],
    because:
      "the API server asks the webhook of pipeline versions at 8443; steps of pipelines have no sidecar and report to " +
      "8887 and 8888, where they are known by their token",
  },
  {
    component: "pipelines",
    namespace: "kubeflow",
    name: "cache-server",
    pods: { app: "cache-server" },
    ports: [8443],
    because: "the API server asks this webhook about every pod of a pipeline",
  },
  {
    component: "pipelines",
    namespace: "kubeflow",
    name: "metadata-grpc",
    pods: { component: "metadata-grpc-server" },
    ports: [8080],
    because:
      "steps of pipelines write their lineage to it, and metadata-envoy asks it for the pages: neither has a sidecar",
  },
  {
    component: "pipelines",
    namespace: "kubeflow",
    name: "seaweedfs",
    pods: { app: "seaweedfs" },
    ports: [8333],
    inClusterStorage: true,
    because: "steps of pipelines keep their artifacts there and have no sidecar",
  },
  {
    component: "kserve",
    namespace: "kubeflow",
    name: "llmisvc",
    pods: { "control-plane": "llmisvc-controller-manager" },
    ports: [9443],
    deniedByUpstream: true,
    because: "the API server asks this webhook about every LLMInferenceService",
  },
  {
    since: "26.03.1-rc.2",
    component: "kserve",
    namespace: "kubeflow",
    name: "localmodel",
    pods: { "control-plane": "kserve-localmodel-controller-manager" },
    ports: [9443],
    deniedByUpstream: true,
    because: "the API server asks this webhook about every LocalModelCache",
  },
];
