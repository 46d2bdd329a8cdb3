import type { Transform } from "../../manifests";
import type { Setting } from "../part";
import { menuEntry } from "../registry/dashboard-link";
import { uidOf } from "./grafana";
import { GRAFANA_PATH } from "./grafana-access";

/**
 * Adds Grafana to the dashboard's menu: the first page that configuration arranges. Everybody sees the entry, as the
 * dashboard knows no other menus; who may not see Grafana is refused at the gateway.
 *
 * @throws Error where the release's menu looks otherwise
 */
export function grafanaLink({ config }: Setting): Transform {
  const [first] = config.observability.dashboards;
  const page = first === undefined ? "/" : `/d/${uidOf(first)}`;
  return menuEntry(config.release, { link: `${GRAFANA_PATH}${page}`, text: "Monitoring", icon: "timeline" });
}
