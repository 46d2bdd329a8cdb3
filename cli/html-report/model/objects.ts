import type { KubeObject } from "../../../kube";
import { arrayOf, at, textOf } from "../../../plugin/json";

/** What is asked of a cluster for the report. Secrets are not. */
export const observedKinds = [
  { apiVersion: "v1", kind: "Namespace" },
  { apiVersion: "v1", kind: "Node" },
  { apiVersion: "v1", kind: "Pod" },
  { apiVersion: "v1", kind: "Event" },
  { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "apps/v1", kind: "StatefulSet" },
  { apiVersion: "apps/v1", kind: "DaemonSet" },
  { apiVersion: "apps/v1", kind: "ReplicaSet" },
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "batch/v1", kind: "CronJob" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  { apiVersion: "kubeflow.org/v1", kind: "Profile" },
  { apiVersion: "kubeflow.org/v1", kind: "Notebook" },
  { apiVersion: "serving.kserve.io/v1beta1", kind: "InferenceService" },
  { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob" },
  { apiVersion: "kubeflow.org/v1", kind: "PyTorchJob" },
  { apiVersion: "kubeflow.org/v1", kind: "TFJob" },
  { apiVersion: "kubeflow.org/v1", kind: "MPIJob" },
  { apiVersion: "kubeflow.org/v1", kind: "XGBoostJob" },
  { apiVersion: "kubeflow.org/v1", kind: "JAXJob" },
  { apiVersion: "kubeflow.org/v1", kind: "PaddleJob" },
  { apiVersion: "kubeflow.org/v1beta1", kind: "Experiment" },
  { apiVersion: "kubeflow.org/v1beta1", kind: "ScheduledWorkflow" },
  { apiVersion: "argoproj.io/v1alpha1", kind: "Workflow" },
  { apiVersion: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication" },
  { apiVersion: "kueue.x-k8s.io/v1beta2", kind: "ClusterQueue" },
  { apiVersion: "kueue.x-k8s.io/v1beta2", kind: "LocalQueue" },
] as const;

/** One of them; no two have the same name. */
export type ObservedKind = (typeof observedKinds)[number]["kind"];

/** The objects of a cluster by kind; undefined where the cluster has no such kind or doesn't show it. */
export type ClusterObjects = Readonly<Partial<Record<ObservedKind, readonly KubeObject[]>>>;

/** How good a state is, for its colour; its words are beside it always. */
export type Tone = "good" | "warn" | "bad" | "quiet";

/** `Deployment/kubeflow/ml-pipeline`, and `Namespace/kubeflow` for what is in no namespace. */
export function keyOf(object: KubeObject): string {
  return keyFrom(object.kind, textOf(object.metadata.namespace), object.metadata.name);
}

/** The same, of its parts; an empty namespace is none. */
export function keyFrom(kind: string, namespace: string, name: string): string {
  return namespace === "" ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** Those of a namespace. */
export function inNamespace(
  objects: readonly KubeObject[] | undefined,
  namespace: string,
): readonly KubeObject[] {
  return (objects ?? []).filter(({ metadata }) => metadata.namespace === namespace);
}

/** Finds the object that has made another, which nothing else has made: of a pod the Deployment. */
export class Owners {
  private readonly byUid: ReadonlyMap<string, KubeObject>;

  constructor(objects: ClusterObjects) {
    const all = Object.values(objects).flat();
    this.byUid = new Map(all.map((object) => [textOf(object.metadata.uid), object]));
  }

  /** The first maker; the object itself where it has none that is known. */
  firstOf(object: KubeObject): KubeObject {
    const reference = arrayOf(object.metadata.ownerReferences).find((one) => at(one, "controller") === true);
    const owner = this.byUid.get(textOf(at(reference, "uid")));
    return owner === undefined || owner === object ? object : this.firstOf(owner);
  }
}

/** Groups values by a key, in the order of their first. */
export function groupBy<T>(
  values: readonly T[],
  key: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) {
      groups.set(key(value), [value]);
    } else {
      group.push(value);
    }
  }
  return groups;
}
