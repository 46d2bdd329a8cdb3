import { several, type WorkloadRow } from "../row";
import { controller, server } from "./shapes";

/** Signing in. */
export const signOnRows: readonly WorkloadRow[] = [
  {
    component: "dex",
    kind: "Deployment",
    namespace: "auth",
    name: "dex",
    scale: several("keeps its state in custom resources (storage type kubernetes)"),
    priority: "critical",
    containers: {
      dex: controller("server", {
        liveness: { tcp: 5556, periodSeconds: 20 },
        source:
          "dexidp/dex 2.45: `dex serve` is called without the image's entrypoint, which would write templates",
      }),
    },
  },
  {
    component: "oauth2Proxy",
    kind: "Deployment",
    namespace: "oauth2-proxy",
    name: "oauth2-proxy",
    scale: several("keeps sessions in cookies; upstream has two pods"),
    priority: "critical",
    containers: {
      "oauth2-proxy": server("server", {
        source: "oauth2-proxy 7.14: distroless static; its chart sets a read-only root file system",
      }),
    },
  },
];
