import type { ContainerRow, Writes } from "../row";
import { nobody, nothing, temporary } from "../row";
import type { SizeName } from "../sizes";

type Changes = Partial<ContainerRow> & Pick<ContainerRow, "source">;

/** A statically linked Go program that watches the API server and keeps nothing on disk. */
export const controller = (size: SizeName, changes: Changes, writes: Writes = temporary): ContainerRow => ({
  size,
  user: nobody,
  writes,
  token: true,
  ...changes,
});

/** A program that answers requests and does not talk to the API server. */
export const server = (size: SizeName, changes: Changes, writes: Writes = temporary): ContainerRow => ({
  size,
  user: nobody,
  writes,
  token: false,
  ...changes,
});

/** kube-rbac-proxy in front of a controller's metrics: it asks the API server who may see them. */
export const rbacProxy: ContainerRow = {
  size: "proxy",
  user: nobody,
  writes: nothing,
  token: true,
  // Not readiness: the webhook in the same pod answers without it.
  liveness: { tcp: 8443, periodSeconds: 30 },
  source: "brancz/kube-rbac-proxy: static Go; without --tls-cert-file its certificate is made in memory",
};

/**
 * A web app on Kubeflow's crud_backend: gunicorn with three workers, whose heartbeats are temporary files. Its library
 * answers /healthz/liveness and /healthz/readiness, which upstream's own models web app is probed at.
 */
export const crudWebApp: ContainerRow = {
  size: "webApp",
  user: nobody,
  writes: temporary,
  token: true,
  liveness: { http: "/healthz/liveness", port: 5000 },
  readiness: { http: "/healthz/readiness", port: 5000 },
  source:
    "kubeflow/kubeflow components/crud-web-apps: Dockerfile and Makefile (gunicorn -w 3), common/backend probes",
};
