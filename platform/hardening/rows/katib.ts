import { own, several, single, type WorkloadRow } from "../row";
import { controller, server } from "./shapes";

const katib = { component: "katib", kind: "Deployment", namespace: "kubeflow" } as const;
const source = "kubeflow/katib 0.19 cmd: Go, static; upstream's user 1000 owns nothing in the image";

/** Katib. */
export const katibRows: readonly WorkloadRow[] = [
  {
    ...katib,
    name: "katib-controller",
    scale: single("leader election is off in katib-config, and its account has no leases"),
    priority: "critical",
    containers: {
      "katib-controller": controller("largeController", {
        source: `${source}; certificates are mounted (katib-with-kubeflow), its generator is off`,
      }),
    },
  },
  {
    ...katib,
    name: "katib-db-manager",
    scale: several("keeps its state in the database; makes its tables with CREATE TABLE IF NOT EXISTS"),
    priority: "platform",
    containers: { "katib-db-manager": server("server", { readiness: { grpc: 6789 }, source }) },
  },
  {
    ...katib,
    name: "katib-mysql",
    scale: single("one volume that one node mounts; environments on AWS have RDS in its place"),
    priority: "platform",
    containers: {
      "katib-mysql": server("database", {
        user: own(999, "the image's mysql, who owns the data on the volume"),
        writes: { kind: "folders", folders: ["/tmp", "/var/run/mysqld"] },
        // Upstream restarts the database where a query is slow.
        liveness: { tcp: 3306, periodSeconds: 20, failureThreshold: 30 },
        source: "docker-library/mysql 8.0: socket and PID in /var/run/mysqld (my.cnf), data on the volume",
      }),
    },
  },
  {
    ...katib,
    name: "katib-ui",
    scale: several("keeps nothing"),
    priority: "platform",
    containers: {
      "katib-ui": controller("server", {
        liveness: { tcp: 8080, periodSeconds: 20 },
        readiness: { http: "/katib/", port: 8080 },
        source: `${source}; /katib/ is the page itself, a file`,
      }),
    },
  },
];
