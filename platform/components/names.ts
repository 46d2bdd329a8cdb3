/**
 * The names of the components, in the order in which the dependencies let them start. Public: configuration
 * keys and resource names are made of them.
 */
export const componentNames = [
  "certManager",
  "istioCrds",
  "istioNamespace",
  "kubeflowNamespace",
  "kubeflowRoles",
  "istio",
  "kubeflowIstioResources",
  "dex",
  "oauth2Proxy",
  "knativeServing",
  "clusterLocalGateway",
  "pipelines",
  "katib",
  "centralDashboard",
  "admissionWebhook",
  "jupyterWebApp",
  "notebookController",
  "profiles",
  "pvcViewerController",
  "volumesWebApp",
  "tensorboardController",
  "tensorboardsWebApp",
  "trainingOperator",
  "trainer",
  "userNamespace",
  "kserve",
  "kserveModelsWebApp",
  "sparkOperator",
  "modelRegistry",
  "modelRegistryUi",
] as const;

/** The name of a component. */
export type ComponentName = (typeof componentNames)[number];
