import { type KubeObject, namespaceOf } from "../../../kube";
import { arrayOf, at, type Json, type JsonObject, objectOf } from "../../../plugin";

/** Where the template of an object's pods is, by the object's kind. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

const workloadGroups: ReadonlySet<string> = new Set(["apps/v1", "batch/v1"]);

/** A pod as the object's controller would make it; undefined for what makes none. */
export function podOf(object: KubeObject): KubeObject | undefined {
  const path = templates[object.kind];
  if (path === undefined || !workloadGroups.has(object.apiVersion)) {
    return undefined;
  }
  const template = at(object, ...path);
  const spec = objectOf(at(template, "spec"));
  // A StatefulSet's controller makes a claim for each of these, and mounts it.
  const claims = arrayOf(at(object, "spec", "volumeClaimTemplates")).map((claim): JsonObject => ({
    name: at(claim, "metadata", "name") ?? "",
    emptyDir: {},
  }));
  const volumes: Json[] = [...arrayOf(spec.volumes), ...claims];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...objectOf(at(template, "metadata")),
      name: "trial",
      namespace: namespaceOf(object) ?? "default",
    },
    spec: { ...spec, volumes },
  };
}
