import type { Transform } from "../../manifests";
import type { Context } from "../part";
import { menuEntry } from "../registry/dashboard-link";
import { uidOf } from "./grafana";
import { GRAFANA_PATH, isBehindGateway } from "./grafana-access";

/**
 * Adds Grafana to the dashboard's menu where it is reached: the first page that configuration arranges. Everybody sees the entry, as the
 * dashboard knows no other menus; who may not see Grafana is refused at the gateway.
 *
 * @throws Error where the release's menu looks otherwise
 */
export function grafanaLink(context: Context): readonly Transform[] {
  if (!context.has("prometheus") || !isBehindGateway(context)) {
    return [];
  }
  const { release, observability } = context.config;
  const [first] = observability.dashboards;
  const page = first === undefined ? "/" : `/d/${uidOf(first)}`;
  return [menuEntry(release, { link: `${GRAFANA_PATH}${page}`, text: "Monitoring", icon: "timeline" })];
}
