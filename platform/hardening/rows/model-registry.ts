import { own, several, single, type WorkloadRow } from "../row";
import { controller, server } from "./shapes";

const registry = { component: "modelRegistry", kind: "Deployment", namespace: "kubeflow" } as const;
const image = "kubeflow/model-registry 0.3 Dockerfile: a static Go program as user 65532";

/** The model registry, whose objects have no namespace in the release. */
export const modelRegistryRows: readonly WorkloadRow[] = [
  {
    ...registry,
    name: "model-registry-db",
    absent: "environments with a database of their own are made from another folder of the release",
    scale: single("one volume that one node mounts"),
    priority: "platform",
    containers: {
      "db-container": server("database", {
        user: own(999, "the image's mysql, who owns the data on the volume"),
        writes: { kind: "folders", folders: ["/tmp", "/var/run/mysqld"] },
        liveness: { tcp: 3306, periodSeconds: 20, failureThreshold: 30 },
        source: "docker-library/mysql 8.3: socket and PID in /var/run/mysqld (my.cnf), data on the volume",
      }),
    },
  },
  {
    ...registry,
    name: "model-registry-deployment",
    scale: single("migrates its schema at its start; nobody says what two at once do"),
    priority: "platform",
    containers: { "rest-container": server("server", { source: image }) },
  },
  {
    component: "modelRegistryUi",
    kind: "Deployment",
    namespace: "kubeflow",
    name: "model-registry-ui",
    scale: several("keeps nothing: asks the registry and the API server"),
    priority: "platform",
    containers: {
      "model-registry-ui": controller("webApp", {
        liveness: { tcp: 8080, periodSeconds: 30 },
        source: `${image}; upstream's 2 GiB are those of no Go program that serves files`,
      }),
    },
  },
];
