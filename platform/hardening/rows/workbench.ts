import { several, single, type WorkloadRow } from "../row";
import { controller, crudWebApp, rbacProxy } from "./shapes";

const kubeflow = { kind: "Deployment", namespace: "kubeflow", priority: "platform" } as const;
const stateless = several("keeps nothing: what it shows is in the API server");
const source = "kubeflow/kubeflow 1.10 components: a controller-runtime manager, static Go";

/** Dashboard, profiles, notebooks, volumes, Tensorboards. */
export const workbenchRows: readonly WorkloadRow[] = [
  {
    ...kubeflow,
    component: "centralDashboard",
    name: "centraldashboard",
    scale: stateless,
    containers: {
      centraldashboard: {
        ...crudWebApp,
        // npm's cache and logs, which are in the home of the image's user otherwise.
        environment: { npm_config_cache: "/tmp/.npm" },
        liveness: { tcp: 8082, periodSeconds: 30 },
        readiness: { http: "/healthz", port: 8082 },
        source:
          "kubeflow/kubeflow components/centraldashboard/Dockerfile: a node image that runs `npm start` on files of " +
          "root's that everybody may read; npm writes to its cache (option cache of npm)",
      },
    },
  },
  {
    ...kubeflow,
    component: "admissionWebhook",
    name: "admission-webhook-deployment",
    priority: "critical",
    scale: several("answers from the API server; pods of tenants are refused where no one answers"),
    containers: {
      "admission-webhook": controller("controller", {
        readiness: { tcp: 4443 },
        source: "kubeflow/kubeflow components/admission-webhook: Go, static, user 65532 in the release",
      }),
    },
  },
  {
    ...kubeflow,
    component: "profiles",
    name: "profiles-deployment",
    priority: "critical",
    scale: single("-leader-elect is off in the release: two would make every namespace twice"),
    containers: {
      kfam: controller("server", {
        readiness: { tcp: 8081 },
        source: "kubeflow/kubeflow components/access-management: Go, static",
      }),
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
