import { several, single, type WorkloadRow } from "../row";
import { controller, crudWebApp, rbacProxy } from "./shapes";

const kubeflow = { kind: "Deployment", namespace: "kubeflow", priority: "platform" } as const;
const stateless = several("keeps nothing: what it shows is in the API server");
const source = "kubeflow/kubeflow 1.10 components: a controller-runtime manager, static Go";

/** Where the dashboard, profiles and PodDefaults have a repository of their own, and other names. */
const apart = { since: "26.03.1-rc.2" } as const;
const together = { until: "26.03" } as const;

const dashboard = { ...kubeflow, component: "centralDashboard", scale: stateless } as const;
const dashboardContainer = controller("webApp", {
  liveness: { tcp: 8082, periodSeconds: 30 },
  // npm's cache and logs, which are in the home of the image's user otherwise.
  environment: { npm_config_cache: "/tmp/.npm" },
  source:
    "kubeflow/kubeflow components/centraldashboard/Dockerfile, kubeflow/dashboard 2.0.0 as well: a node image that " +
    "runs `npm start` on files of root's that everybody may read; npm writes to its cache (option cache of npm)",
});

const podDefaults = {
  ...kubeflow,
  component: "admissionWebhook",
  priority: "critical",
  scale: several("answers from the API server; pods of tenants are refused where no one answers"),
} as const;
const podDefaultsContainer = controller("controller", {
  readiness: { tcp: 4443 },
  source: "kubeflow/kubeflow components/admission-webhook: Go, static, user 65532 in the release",
});

const profiles = {
  ...kubeflow,
  component: "profiles",
  name: "profiles-deployment",
  priority: "critical",
} as const;
const accessManagement = "kubeflow/kubeflow components/access-management: Go, static";

/** Dashboard, profiles, notebooks, volumes, Tensorboards. */
export const workbenchRows: readonly WorkloadRow[] = [
  {
    ...dashboard,
    ...together,
    name: "centraldashboard",
    containers: {
      centraldashboard: { ...dashboardContainer, readiness: { http: "/healthz", port: 8082 } },
    },
  },
  {
    ...dashboard,
    ...apart,
    name: "dashboard",
    containers: { dashboard: dashboardContainer },
  },
  {
    ...podDefaults,
    ...together,
    name: "admission-webhook-deployment",
    containers: { "admission-webhook": podDefaultsContainer },
  },
  {
    ...podDefaults,
    ...apart,
    name: "poddefaults-webhook-deployment",
    containers: { "poddefaults-webhook": podDefaultsContainer },
  },
  {
    ...profiles,
    ...together,
    scale: single("-leader-elect is off in the release: two would make every namespace twice"),
    containers: {
      kfam: controller("server", { readiness: { tcp: 8081 }, source: accessManagement }),
      manager: controller("controller", { source }),
    },
  },
  {
    ...profiles,
    ...apart,
    scale: several("elects a leader: --leader-elect, Role profiles-leader-election-role"),
    containers: {
      "access-management": controller("server", { source: accessManagement }),
      manager: controller("controller", { source }),
    },
  },
  {
    ...kubeflow,
    component: "notebookController",
    name: "notebook-controller-deployment",
    scale: single("-enable-leader-election is off in the release, and its account has no leases"),
    containers: { manager: controller("controller", { source }) },
  },
  {
    ...kubeflow,
    component: "tensorboardController",
    name: "tensorboard-controller-deployment",
    scale: single("leader election is off in the release"),
    containers: { manager: controller("controller", { source }), "kube-rbac-proxy": rbacProxy },
  },
  {
    ...kubeflow,
    component: "pvcViewerController",
    name: "pvcviewer-controller-manager",
    scale: several("elects a leader: --leader-elect, Role pvcviewer-leader-election-role"),
    containers: { manager: controller("controller", { source }), "kube-rbac-proxy": rbacProxy },
  },
  {
    ...kubeflow,
    component: "jupyterWebApp",
    name: "jupyter-web-app-deployment",
    scale: stateless,
    containers: { "jupyter-web-app": crudWebApp },
  },
  {
    ...kubeflow,
    component: "volumesWebApp",
    name: "volumes-web-app-deployment",
    scale: stateless,
    containers: { "volumes-web-app": crudWebApp },
  },
  {
    ...kubeflow,
    component: "tensorboardsWebApp",
    name: "tensorboards-web-app-deployment",
    scale: stateless,
    containers: { "tensorboards-web-app": crudWebApp },
  },
];
