import type { ReleaseVersion } from "../../../manifests";
import { principal } from "../../../istio";
import { modelPods } from "../../../istio";
import type { Pods, Session } from "./evaluate";
import type { Request } from "./matching";
import { person, type STATIONS } from "./world";

const partOfDashboard = {
  "app.kubernetes.io/managed-by": "kustomize",
  "app.kubernetes.io/part-of": "kubeflow-dashboard",
};

const dashboardLabels: Readonly<Record<ReleaseVersion, Pods["labels"]>> = {
  "26.03": { app: "centraldashboard" },
  "26.03.1-rc.2": {
    ...partOfDashboard,
    app: "kubeflow-dashboard",
    "app.kubernetes.io/component": "dashboard",
    "app.kubernetes.io/name": "centraldashboard",
  },
};

const profilesLabels: Readonly<Record<ReleaseVersion, Pods["labels"]>> = {
  "26.03": { "kustomize.component": "profiles" },
  "26.03.1-rc.2": {
    ...partOfDashboard,
    app: "profile-controller",
    "app.kubernetes.io/component": "controller-manager",
    "app.kubernetes.io/name": "profile-controller",
  },
};

/** Pods that requests go to, by the labels that a release gives them. */
export const podsOf = (release: ReleaseVersion) =>
  ({
    dex: { namespace: "auth", labels: { app: "dex" }, outside: true },
    dashboard: { namespace: "kubeflow", labels: dashboardLabels[release] },
    kfam: { namespace: "kubeflow", labels: profilesLabels[release] },
    jupyter: { namespace: "kubeflow", labels: { app: "jupyter-web-app" } },
    pipelines: { namespace: "kubeflow", labels: { app: "ml-pipeline" } },
    pipelinesUi: { namespace: "kubeflow", labels: { app: "ml-pipeline-ui" } },
    cache: { namespace: "kubeflow", labels: { app: "cache-server" } },
    metadata: { namespace: "kubeflow", labels: { component: "metadata-grpc-server" } },
    registry: { namespace: "kubeflow", labels: { component: "model-registry-server" } },
    llm: { namespace: "kubeflow", labels: { "control-plane": "llmisvc-controller-manager" } },
    activator: { namespace: "knative-serving", labels: { app: "activator" } },
    artifacts: { namespace: "team-a", labels: { app: "ml-pipeline-ui-artifact" } },
    notebook: { namespace: "team-a", labels: { "notebook-name": "n" } },
    model: { namespace: "team-a", labels: modelPods("open") },
    modelB: { namespace: "team-b", labels: modelPods("open") },
    guarded: { namespace: "team-a", labels: modelPods("guarded") },
    zero: { namespace: "team-a", labels: modelPods("zero") },
  }) as const satisfies Record<string, Pods>;

/** Owner of team-a. */
export const ada = person("ada@example.com");
/** Owner of team-b. */
export const bob = person("bob@example.com");
/** A notebook of team-a. */
export const editor = principal("team-a", "default-editor");
/** A call of a model. */
export const predict = { method: "POST", path: "/v1/models/m:predict" };

/** One request. */
export interface Row {
  readonly by?: readonly (keyof typeof STATIONS)[];
  readonly to: keyof ReturnType<typeof podsOf>;
  readonly request?: Request;
  readonly session?: Session;
  /** What refuses it; absent where it is allowed. */
  readonly refused?: RegExp;
}

/** By the way in. */
export const gateway = ["ingress"] as const;
/** The way to artifacts of a tenant. */
export const artifacts = ["ingress", "pipelinesUi"] as const;
/** The way to a model that starts from zero. */
export const knative = ["ingress", "clusterLocal", "activator"] as const;
/** Why: nobody has signed in. */
export const nobody = /nobody has signed in/;
/** Why: plain text. */
export const strict = /mutual TLS is strict/;
/** Why: nothing allows it. */
export const none = /no policy allows it/;
/** Somebody says who they are. */
export const forged = { headers: { "kubeflow-userid": "ada@example.com" } };
