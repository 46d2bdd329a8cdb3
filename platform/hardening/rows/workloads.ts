import { nothing, own, several, single, type WorkloadRow } from "../row";
import { controller, rbacProxy } from "./shapes";

const kserve = { component: "kserve", kind: "Deployment", namespace: "kubeflow" } as const;
const trainer = { component: "trainer", kind: "Deployment", namespace: "kubeflow-system" } as const;
const spark = { component: "sparkOperator", kind: "Deployment", namespace: "kubeflow" } as const;

const elects = several("elects a leader: --leader-elect, and the release has the Role");
const kserveSource = "the release's Deployment: distroless, nonroot, a read-only root file system already";
const sparkUser = own(185, "the image's user spark, whom the JVM of a submission looks up");

const localModels = {
  ...kserve,
  name: "kserve-localmodel-controller-manager",
  scale: single("--leader-elect is off in the release"),
  priority: "platform",
} as const;

const modelsWebApp = {
  component: "kserveModelsWebApp",
  kind: "Deployment",
  namespace: "kubeflow",
  scale: several("keeps nothing: what it shows is in the API server"),
  priority: "platform",
} as const;
const modelsWebAppContainer = controller("webApp", {
  source:
    "kserve/models-web-app 0.16 Dockerfile: gunicorn -w 3 on python:3.12-slim, whose heartbeats are files",
});

/** Training, serving and Spark. */
export const workloadsRows: readonly WorkloadRow[] = [
  {
    ...trainer,
    name: "jobset-controller-manager",
    scale: several("elects a leader: leaderElect in jobset-manager-config"),
    priority: "critical",
    containers: {
      manager: controller(
        "jobSetController",
        { source: "the release's Deployment: distroless, a read-only root file system already" },
        nothing,
      ),
    },
  },
  {
    ...trainer,
    name: "kubeflow-trainer-controller-manager",
    scale: several("elects a leader: leaderElect in kubeflow-trainer-config"),
    priority: "critical",
    containers: {
      manager: controller("servingController", {
        source: "kubeflow/trainer 2.1 cmd/trainer-controller-manager/Dockerfile: distroless static, nonroot",
      }),
    },
  },
  {
    component: "trainingOperator",
    kind: "Deployment",
    namespace: "kubeflow",
    name: "training-operator",
    scale: single("-leader-elect is off in the release"),
    priority: "critical",
    containers: {
      "training-operator": controller("largeController", {
        source: "kubeflow/training-operator 1.9 build/images/training-operator/Dockerfile: static Go",
      }),
    },
  },
  {
    ...kserve,
    name: "kserve-controller-manager",
    scale: elects,
    priority: "critical",
    containers: {
      manager: controller("servingController", { source: kserveSource }, nothing),
      "kube-rbac-proxy": rbacProxy,
    },
  },
  {
    ...localModels,
    until: "26.03",
    containers: {
      manager: controller(
        "servingController",
        {
          // Its probe address has no checks behind it, so that each path is unknown to it: its port is asked.
          liveness: { tcp: 8081, periodSeconds: 20 },
          readiness: { http: "/metrics", port: 8080 },
          source: `${kserveSource}; ports: cmd/localmodel/main.go of 0.16, which has no flags for them`,
        },
        nothing,
      ),
    },
  },
  {
    ...localModels,
    since: "26.03.1-rc.2",
    containers: { manager: controller("servingController", { source: kserveSource }, nothing) },
  },
  {
    ...kserve,
    name: "llmisvc-controller-manager",
    scale: elects,
    priority: "critical",
    containers: { manager: controller("servingController", { source: kserveSource }, nothing) },
  },
  {
    ...modelsWebApp,
    until: "26.03",
    name: "kserve-models-web-app",
    containers: { "kserve-models-web-app": modelsWebAppContainer },
  },
  {
    ...modelsWebApp,
    since: "26.03.1-rc.2",
    name: "kserve-models-web-application",
    containers: { "kserve-models-web-application": modelsWebAppContainer },
  },
  {
    ...spark,
    name: "spark-operator-controller",
    scale: several("elects a leader: --leader-election=true, and the release has the Role"),
    priority: "platform",
    containers: {
      "spark-operator-controller": controller(
        "sparkSubmitter",
        {
          user: sparkUser,
          source: "the release's Deployment: a read-only root file system and an emptyDir at /tmp",
        },
        nothing,
      ),
    },
  },
  {
    ...spark,
    name: "spark-operator-webhook",
    scale: several("elects a leader for its certificate, which all pods share in a Secret"),
    priority: "critical",
    containers: {
      "spark-operator-webhook": controller(
        "controller",
        {
          source:
            "kubeflow/spark-operator 2.5 entrypoint.sh: a user without a name is told of and goes on; the webhook is " +
            "the Go program alone, without a JVM that looks its user up; its certificates are in an emptyDir",
        },
        nothing,
      ),
    },
  },
];
