import { certManager } from "./cert-manager";
import { istioCrds } from "./istio-crds";
import { istioNamespace } from "./istio-namespace";
import { kubeflowNamespace } from "./kubeflow-namespace";
import { kubeflowRoles } from "./kubeflow-roles";
import { istio } from "./istio";
import { kubeflowIstioResources } from "./kubeflow-istio-resources";
import { dex } from "./dex";
import { oauth2Proxy } from "./oauth2-proxy";
import { knativeServing } from "./knative-serving";
import { clusterLocalGateway } from "./cluster-local-gateway";
import { pipelines } from "./pipelines";
import { katib } from "./katib";
import { centralDashboard } from "./central-dashboard";
import { admissionWebhook } from "./admission-webhook";
import { jupyterWebApp } from "./jupyter-web-app";
import { notebookController } from "./notebook-controller";
import { profiles } from "./profiles";
import { pvcViewerController } from "./pvc-viewer-controller";
import { volumesWebApp } from "./volumes-web-app";
import { tensorboardController } from "./tensorboard-controller";
import { tensorboardsWebApp } from "./tensorboards-web-app";
import { trainingOperator } from "./training-operator";
import { trainer } from "./trainer";
import { userNamespace } from "./user-namespace";
import { kserve } from "./kserve";
import { kserveModelsWebApp } from "./kserve-models-web-app";
import { sparkOperator } from "./spark-operator";
import { modelRegistry } from "./model-registry";
import { modelRegistryUi } from "./model-registry-ui";
import type { Component } from "./component";
import type { ComponentName } from "./names";

/** Every component by its name. */
export const catalogue: Readonly<Record<ComponentName, Component>> = {
  certManager,
  istioCrds,
  istioNamespace,
  kubeflowNamespace,
  kubeflowRoles,
  istio,
  kubeflowIstioResources,
  dex,
  oauth2Proxy,
  knativeServing,
  clusterLocalGateway,
  pipelines,
  katib,
  centralDashboard,
  admissionWebhook,
  jupyterWebApp,
  notebookController,
  profiles,
  pvcViewerController,
  volumesWebApp,
  tensorboardController,
  tensorboardsWebApp,
  trainingOperator,
  trainer,
  userNamespace,
  kserve,
  kserveModelsWebApp,
  sparkOperator,
  modelRegistry,
  modelRegistryUi,
};
