import { condition, podTemplate, row, type Row } from "./row";

/** What is in a tenant's namespace beside Kubeflow's own kinds, and those that make it a tenant. */
export const tenancy: readonly Row[] = [
  row("v1/ServiceAccount", "default-editor", {}),
  row("v1/ServiceAccount", "default-viewer", {}),
  // As the dashboard's page of contributors makes them.
  row(
    "rbac.authorization.k8s.io/v1/RoleBinding",
    "user-grace-hopper-example-com-clusterrole-edit",
    {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "kubeflow-edit" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "grace.hopper@example.com" }],
    },
    { annotations: { role: "edit", user: "grace.hopper@example.com" } },
  ),
  row("rbac.authorization.k8s.io/v1/Role", "reads-models", {
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
  }),
  row(
    "security.istio.io/v1/AuthorizationPolicy",
    "user-grace-hopper-example-com-clusterrole-edit",
    {
      spec: {
        rules: [
          {
            from: [{ source: { principals: ["cluster.local/ns/istio-system/sa/istio-ingressgateway"] } }],
            when: [{ key: "request.headers[kubeflow-userid]", values: ["grace.hopper@example.com"] }],
          },
        ],
      },
    },
    { annotations: { role: "edit", user: "grace.hopper@example.com" } },
  ),
  row("v1/ResourceQuota", "kf-resource-quota", { spec: { hard: { "requests.cpu": "40", pods: "200" } } }),
  row("v1/LimitRange", "own-limits", {
    spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m", memory: "64Mi" } }] },
  }),
  row("v1/Secret", "warehouse", { type: "Opaque", data: { password: "bm90LWEtc2VjcmV0" } }),
  row("v1/ConfigMap", "features", { data: { "features.json": '["age", "plan"]' } }),
  row("v1/PersistentVolumeClaim", "datasets", {
    spec: {
      accessModes: ["ReadWriteMany"],
      storageClassName: "efs",
      resources: { requests: { storage: "5Gi" } },
    },
  }),
  row("v1/PersistentVolumeClaim", "home-analysis", {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
  }),
  row("v1/Service", "feature-server", {
    spec: { selector: { app: "feature-server" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
  }),
  row("apps/v1/Deployment", "feature-server", {
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "feature-server" } },
      template: {
        metadata: { labels: { app: "feature-server" } },
        spec: { containers: [{ name: "server", image: "python:3.12" }] },
      },
    },
  }),
  row("batch/v1/CronJob", "refresh", {
    spec: {
      schedule: "0 3 * * *",
      suspend: true,
      jobTemplate: { spec: { template: podTemplate("refresh") } },
    },
  }),
  row("batch/v1/Job", "import", { spec: { suspend: true, template: podTemplate("import") } }),
  row("autoscaling/v2/HorizontalPodAutoscaler", "feature-server", {
    spec: {
      minReplicas: 1,
      maxReplicas: 1,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "feature-server" },
    },
  }),
  row("policy/v1/PodDisruptionBudget", "feature-server", {
    spec: { minAvailable: 1, selector: { matchLabels: { app: "feature-server" } } },
  }),
  row("networking.k8s.io/v1/NetworkPolicy", "feature-server", {
    spec: { podSelector: { matchLabels: { app: "feature-server" } }, ingress: [{ ports: [{ port: 8080 }] }] },
  }),
  row("kubeflow.org/v1alpha1/PodDefault", "warehouse", {
    spec: {
      desc: "Credentials of the warehouse",
      selector: { matchLabels: { warehouse: "true" } },
      envFrom: [{ secretRef: { name: "warehouse" } }],
      volumes: [{ name: "features", configMap: { name: "features" } }],
      volumeMounts: [{ name: "features", mountPath: "/etc/features" }],
    },
  }),
  row("kueue.x-k8s.io/v1beta2/LocalQueue", "nightly", { spec: { clusterQueue: "nightly" } }),
  row(
    "kueue.x-k8s.io/v1beta2/Workload",
    "job-import-0a1b2",
    {
      spec: {
        active: true,
        queueName: "nightly",
        priority: 100,
        podSets: [{ name: "main", count: 1, template: podTemplate("import") }],
      },
    },
    { status: { conditions: [condition("QuotaReserved")] } },
  ),
];
