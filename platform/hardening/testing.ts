import type { JsonObject, Manifest } from "../../manifests";

/** A Deployment of tests with one container, named as the Deployment. */
export function deployment(
  name: string,
  namespace: string,
  container: JsonObject = {},
  podSpec: JsonObject = {},
): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, version: "1" } },
        spec: { ...podSpec, containers: [{ name, image: `example/${name}:1`, ...container }] },
      },
    },
  };
}
