import type { Finding } from "./finding";

/**
 * A finding of ours that stays, and why. Nothing is silenced by it: it is counted like every other. What is not in this
 * file fails the test, and what is in it and no longer found does too.
 */
export interface Explained {
  /** The scanner's name of the check. */
  readonly check: string;
  /** `<kind>/<namespace>/<name>` of each object; `*` stands for every object. */
  readonly objects: readonly string[];
  readonly reason: string;
}

const inKubeflow = (...names: readonly string[]) => names.map((name) => `Deployment/kubeflow/${name}`);
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
    objects: inKubeflow("spark-operator-controller"),
    reason: "the JVM of a submission looks up the image's user spark",
  },
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
    check: "CKV_K8S_155",
    objects: [
      "cert-manager-cainjector",
      "istiod-clusterrole-istio-system",
      "jobset-manager-role",
      "knative-serving-core",
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
    reason:
      "istiod hands a gateway its certificate where the gateway's account may list Secrets (a SubjectAccessReview); " +
      "the pods themselves have no token to use it with (platform/hardening/rows/mesh.ts)",
  },
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
  return check === finding.check && objects.some((name) => name === finding.object || name === "*");
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
