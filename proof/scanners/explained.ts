import type { Finding } from "./finding";

/**
 * A finding of ours that stays, and why. Nothing is silenced by it: it is counted like every other. What is not in this
 * file fails the test, and what is in it and no longer found does too.
 */
export interface Explained {
  /** The scanner's name of the check. */
  readonly check: string;
  /**
   * `<kind>/<namespace>/<name>` of each object; `*` stands for ten letters and digits that a name is made with, and for
   * every object where it stands alone.
   */
  readonly objects: readonly string[];
  readonly reason: string;
}

const inKubeflow = (...names: readonly string[]) => names.map((name) => `Deployment/kubeflow/${name}`);
const databaseJobs = ["katib", "pipelines"].map((component) => `Job/kubeflow/${component}-database-*`);
const cni = "DaemonSet/kube-system/istio-cni-node";

const cniReason =
  "sets up the network of every pod on its node, as root in the node's namespaces; what stops it stops all of them " +
  "(platform/hardening/rows/mesh.ts)";
const CNI_CHECKS = [
  ...["CKV_K8S_8", "CKV_K8S_11", "CKV_K8S_13", "CKV_K8S_15", "CKV_K8S_20", "CKV_K8S_22", "CKV_K8S_23"],
  ...["CKV_K8S_25", "CKV_K8S_29", "CKV_K8S_31", "CKV_K8S_38", "CKV_K8S_39", "CKV_K8S_40"],
  ...["container-ephemeral-storage-request-and-limit", "container-image-pull-policy", "container-resources"],
  ...["container-security-context-readonlyrootfilesystem", "container-security-context-user-group-id"],
  "pod-networkpolicy",
];

/** Users below 10000, by reason; kube-score and checkov both look at them. */
const USERS: readonly Omit<Explained, "check">[] = [
  {
    objects: ["cluster-local-gateway", "istio-ingressgateway", "istiod"].map(
      (name) => `Deployment/istio-system/${name}`,
    ),
    reason: "Istio's images and rules know user 1337",
  },
  { objects: inKubeflow("centraldashboard"), reason: "npm writes below the home of the image's user node" },
  {
    objects: inKubeflow("ml-pipeline-visualizationserver"),
    reason: "Jupyter kernels write where upstream's user may",
  },
  {
    objects: inKubeflow("spark-operator-controller", "spark-operator-webhook"),
    reason: "the JVM of a submission looks up the image's user spark",
  },
  { objects: databaseJobs, reason: "runs once as the mysql user of MySQL's own image" },
];

/** All of them. */
export const EXPLAINED: readonly Explained[] = [
  ...CNI_CHECKS.map((check) => ({ check, objects: [cni], reason: cniReason })),
  ...USERS.map((user) => ({ check: "container-security-context-user-group-id", ...user })),
  ...USERS.map((user) => ({ check: "CKV_K8S_40", ...user })),
  {
    check: "CKV_K8S_43",
    objects: ["*"],
    reason:
      "a digest is known where a registry answers; the lock file of digests puts it behind every tag, " +
      "and is an environment's own",
  },
  {
    check: "CKV_K8S_35",
    objects: [
      "Deployment/auth/dex",
      ...inKubeflow("cache-server", "katib-db-manager", "metadata-grpc-deployment", "ml-pipeline"),
    ],
    reason:
      "the program takes its password from the environment, or from arguments made of it, and from no file",
  },
  {
    check: "CKV_K8S_35",
    objects: ["Deployment/oauth2-proxy/oauth2-proxy"],
    reason: "the client ID, which is in the same Secret, has no option that reads a file",
  },
  {
    check: "CKV_K8S_35",
    objects: databaseJobs,
    reason:
      "the script of the Job hands passwords to mysql by the environment, which keeps them out of arguments",
  },
  {
    check: "CKV_K8S_49",
    objects: ["ClusterRole/dex"],
    reason: "dex makes the definitions of its own custom resources, and more of them in every other version",
  },
  {
    check: "CKV_K8S_49",
    objects: ["ClusterRole/istio-reader-clusterrole-istio-system"],
    reason: "istiod reads every kind of Istio's groups; it changes none through this role",
  },
  {
    check: "CKV_K8S_155",
    objects: [
      "cert-manager-cainjector",
      "istiod-clusterrole-istio-system",
      "jobset-manager-role",
      "katib-controller",
      "knative-serving-core",
      "kserve-manager-role",
      "kubeflow-trainer-controller-manager",
      "spark-operator-webhook",
      "training-operator",
    ].map((name) => `ClusterRole/${name}`),
    reason: "writes the CA of its certificate into its webhook configuration",
  },
  {
    check: "CKV2_K8S_5",
    objects: ["cluster-local-gateway-sds", "istio-ingressgateway-sds"].map(
      (name) => `RoleBinding/istio-system/${name}`,
    ),
    reason: "upstream's; the gateways' pods have no token to use it with (platform/hardening/rows/mesh.ts)",
  },
  ...["container-security-context-readonlyrootfilesystem", "CKV_K8S_22"].map((check) => ({
    check,
    objects: inKubeflow("ml-pipeline-visualizationserver"),
    reason: "starts Jupyter kernels, which write below a home that the image decides",
  })),
  ...["container-resources", "container-image-pull-policy", "CKV_K8S_11", "CKV_K8S_15"].map((check) => ({
    check,
    objects: databaseJobs,
    reason: "runs once, for seconds, before there is anything that it could keep from running",
  })),
  {
    check: "networkpolicy-targets-pod",
    objects: [
      ...["model-catalog", "model-registry", "model-registry-ui"].map(
        (name) => `NetworkPolicy/kubeflow/${name}`,
      ),
    ],
    reason: "upstream has them in the component of the namespace, whether the registry is installed or not",
  },
  {
    check: "networkpolicy-targets-pod",
    objects: ["jobset-webhook", "trainer-webhook"].map((name) => `NetworkPolicy/kubeflow-system/${name}`),
    reason:
      "selects a label that a sidecar's injection adds; ours beside it selects the pods' own (flows.ts)",
  },
  {
    check: "pod-probes-identical",
    objects: ["activator", "autoscaler", "net-istio-webhook", "webhook"].map(
      (name) => `Deployment/knative-serving/${name}`,
    ),
    reason: "Knative's own: one handler tells the two by kubelet's header and by how long it drains",
  },
  {
    check: "pod-probes-identical",
    objects: inKubeflow("metadata-grpc-deployment"),
    reason: "the server has a port and no health check; the port is all that can be asked",
  },
  {
    check: "statefulset-has-servicename",
    objects: ["StatefulSet/kubeflow/metacontroller"],
    reason: "the field can't be changed in place, and nobody asks for its pod by name",
  },
  {
    check: "deployment-replicas",
    objects: inKubeflow(
      "cache-server",
      "katib-controller",
      "metadata-grpc-deployment",
      "ml-pipeline-visualizationserver",
      "notebook-controller-deployment",
      "profiles-deployment",
      "tensorboard-controller-deployment",
      "training-operator",
    ),
    reason:
      "a second pod would do harm or nothing: each one's reason is in platform/hardening/rows (scale: single)",
  },
  {
    check: "CKV_K8S_8",
    objects: inKubeflow(
      "admission-webhook-deployment",
      "cache-server",
      "kubeflow-pipelines-profile-controller",
    ),
    reason:
      "its port is asked for readiness; there is nothing else to ask, and the same question twice is worse",
  },
  ...["CKV_K8S_8", "CKV_K8S_9"].map((check) => ({
    check,
    objects: inKubeflow(
      "kserve-localmodel-controller-manager",
      "metadata-writer",
      "ml-pipeline-persistenceagent",
      "ml-pipeline-scheduledworkflow",
      "ml-pipeline-viewer-crd",
    ),
    reason: "has no port that tells of its health, and no Service that would send requests",
  })),
  {
    check: "CKV_K8S_9",
    objects: inKubeflow(
      "kserve-controller-manager",
      "pvcviewer-controller-manager",
      "tensorboard-controller-deployment",
    ),
    reason: "of kube-rbac-proxy beside it, which the webhook in the same pod must not wait for",
  },
];

/** Whether an explanation is about a finding. */
export function isAbout({ check, objects }: Explained, finding: Finding): boolean {
  const generated = finding.object.replace(/-[a-z0-9]{10}$/, "-*");
  return check === finding.check && objects.some((name) => [finding.object, generated, "*"].includes(name));
}

/** Findings that nobody explained. */
export function unexplained(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !EXPLAINED.some((explained) => isAbout(explained, finding)));
}

/** Explanations of what is no longer found, as `<check> <object>`. */
export function outdated(findings: readonly Finding[]): readonly string[] {
  return EXPLAINED.flatMap((explained) =>
    explained.objects
      .filter((object) => !findings.some((finding) => isAbout({ ...explained, objects: [object] }, finding)))
      .map((object) => `${explained.check} ${object}`),
  );
}
