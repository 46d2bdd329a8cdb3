import { isObject, type JsonObject, type Manifest, objectKey } from "../../manifests";
import { listOf } from "../../platform/hardening/containers";
import { isWorkload, textsOf, type Workload, workloadOf } from "../../platform/hardening/workload";
import type { ObjectsByComponent } from "./objects";

/** Where the API server mounts the token of a service account. */
const TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The label and annotation of a pod, and the label of a namespace, that Istio's injector goes by. */
const INJECT = "sidecar.istio.io/inject";
const NAMESPACE_INJECTS = "istio-injection";

/**
 * Workloads that CKV_K8S_38 counts as mended and that are as they were: the API server mounts no token, but each
 * container has one from a volume of the pod's own, and Istio's sidecar is not there to be spared it. Whoever counts
 * honestly counts these beside what fails.
 *
 * @param objects what an environment registers; a namespace that is not among them injects nothing
 */
export function withTokensAsBefore(objects: ObjectsByComponent): readonly string[] {
  const all = [...objects.values()].flat();
  const injecting = new Set(
    all
      .filter(
        ({ kind, metadata }) =>
          kind === "Namespace" && textsOf(metadata.labels)[NAMESPACE_INJECTS] === "enabled",
      )
      .map(({ metadata }) => metadata.name),
  );
  return all
    .filter(isWorkload)
    .filter((manifest) => {
      const workload = workloadOf(manifest);
      return (
        workload.podSpec.automountServiceAccountToken === false &&
        listOf(workload.podSpec.containers).every(hasToken) &&
        !isInjected(manifest, workload, injecting)
      );
    })
    .map(objectKey);
}

function hasToken({ volumeMounts }: JsonObject): boolean {
  return listOf(volumeMounts).some(({ mountPath }) => mountPath === TOKEN_FOLDER);
}

/** The injector asks the label first, then the annotation, then the namespace. */
function isInjected(
  { metadata }: Manifest,
  { labels, template }: Workload,
  injecting: ReadonlySet<string>,
): boolean {
  const annotations = isObject(template.metadata) ? textsOf(template.metadata.annotations) : {};
  const said = labels[INJECT] ?? annotations[INJECT];
  return said === undefined ? injecting.has(metadata.namespace ?? "") : said === "true";
}
