import {
  isObject,
  type JsonObject,
  type Manifest,
  objectKey,
  objectOf,
  on,
  type Transform,
} from "../../manifests";
import { acceleratedPools, tolerationsOf } from "../pools";
import type { Context } from "../part";

/** Where the model server of a runtime tells its metrics, as the release's runtimes say it. */
const kservePort = "prometheus.kserve.io/port";
const kservePath = "prometheus.kserve.io/path";

/** The release's runtime for one model on several nodes with GPUs. */
const multiNode = { kind: "ClusterServingRuntime", name: "kserve-huggingfaceserver-multinode" };

/** Changes to the release's serving runtimes: metrics for Prometheus, GPU nodes for the one that has no use without. */
export function servingRuntimes({ infra, has }: Pick<Context, "infra" | "has">): readonly Transform[] {
  const tolerations = tolerationsOf(acceleratedPools(infra));
  return [
    ...(has("prometheus") ? [scraped] : []),
    on(multiNode, (manifest) => tolerateEverywhere(manifest, tolerations)),
  ];
}

/**
 * Annotations for Prometheus, which Istio reads when it sets up a sidecar: KServe writes them itself only with the
 * port of Knative's queue-proxy.
 *
 * @throws Error where a runtime of the release doesn't say where its metrics are
 */
export const scraped: Transform = (manifest) => {
  if (manifest.kind !== "ClusterServingRuntime") {
    return manifest;
  }
  const spec = specOf(manifest);
  const annotations = objectOf(spec.annotations);
  const port = annotations[kservePort];
  const path = annotations[kservePath];
  if (port === undefined || path === undefined) {
    throw new Error(`${objectKey(manifest)} doesn't say where its metrics are: ${kservePort}, ${kservePath}`);
  }
  const added = { "prometheus.io/scrape": "true", "prometheus.io/port": port, "prometheus.io/path": path };
  return { ...manifest, spec: { ...spec, annotations: { ...annotations, ...added } } };
};

/** The head of a model on several nodes and its workers. */
function tolerateEverywhere(manifest: Manifest, tolerations: JsonObject[]): Manifest {
  const spec = specOf(manifest);
  if (!isObject(spec.workerSpec)) {
    throw new Error(`${objectKey(manifest)} has no workerSpec`);
  }
  return { ...manifest, spec: { ...spec, tolerations, workerSpec: { ...spec.workerSpec, tolerations } } };
}

function specOf(manifest: Manifest): JsonObject {
  if (!isObject(manifest.spec)) {
    throw new Error(`${objectKey(manifest)} has no spec`);
  }
  return manifest.spec;
}
