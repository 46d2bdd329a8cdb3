import type { JsonObject, Manifest } from "../../manifests";

/** A Deployment of the namespace kubeflow with one container. */
export function deployment(
  name: string,
  variables: Readonly<Record<string, JsonObject>>,
  fields: JsonObject = {},
): Manifest {
  const env = Object.entries(variables).map(([variable, setting]) => ({ name: variable, ...setting }));
  const spec = { containers: [{ name: "server", ...fields, env }] };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "kubeflow" },
    spec: { template: { metadata: { labels: { app: name } }, spec } },
  };
}

/** A ConfigMap of the namespace kubeflow. */
export function configMap(name: string, data: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "kubeflow" },
    data: { ...data },
  };
}
