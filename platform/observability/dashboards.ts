import type { Manifest } from "../../manifests";
import { monitoring } from "../addons/namespaces";
import type { Context } from "../part";
import { dashboardOf, uidOf } from "./grafana";
import { pagesOf } from "./pages";

/** The label by which the sidecar of Grafana knows pages. Source: kube-prometheus-stack 88.5.3, grafana.sidecar.dashboards. */
const sidecarLabel = { grafana_dashboard: "1" } as const;

/** The pages of an environment, a ConfigMap each, from which Grafana's sidecar takes them. */
export function dashboardObjects(context: Context): Manifest[] {
  return pagesOf(context).map((page) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `dashboard-${uidOf(page)}`, namespace: monitoring, labels: { ...sidecarLabel } },
    data: { [`${uidOf(page)}.json`]: `${JSON.stringify(dashboardOf(page), undefined, 1)}\n` },
  }));
}
