/** Dashboards and alerts: what is asked, who exports it, who may see it. */
export {
  alertmanagerConfig,
  type AlertmanagerConfig,
  alertmanagerSecrets,
  receiverNeeds,
  receiverSecret,
} from "./alerts/receiver";
export { alertRules } from "./alerts/rules";
export { dashboardObjects } from "./dashboards";
export { GRAFANA_PATH, grafanaAccess, isBehindGateway, MESH_LABELS } from "./grafana-access";
export { type ResourceState, resourceState } from "./resource-state";
