import { UserError } from "../../../config/errors";
import { type Quota, tenantAccount } from "../../spec/tenant";
import { cores, gibibytes, plain } from "../../spec/quantity";
import { isDnsLabel } from "./names";

/** What a Profile's `spec` holds, in the fields that this project sets. */
export interface ProfileSpec {
  readonly owner: { readonly kind: "User"; readonly name: string };
  readonly resourceQuotaSpec?: { readonly hard: Readonly<Record<string, string>> };
}

/**
 * Namespaces that belong to Kubernetes, to the platform with its add-ons (the example profile of 26.03 among them), or
 * to the driver of Mountpoint for S3 (mount-s3).
 */
const takenNames =
  /^(default|(kube|kubeflow|knative|istio)(-.*)?|cert-manager|auth|oauth2-proxy|external-(dns|secrets)|keda|kueue-system|monitoring|velero|mount-s3)$/;

/**
 * Checks that a tenant's name can be a namespace and belongs to no part of the platform.
 *
 * @throws UserError naming the rule that it breaks
 */
export function checkTenantName(name: string): void {
  if (!isDnsLabel(name)) {
    throw new UserError(
      `tenant "${name}": the name becomes a namespace: lower-case letters, digits and dashes, no dash first or last, at most 63 characters`,
      "choose another name",
    );
  }
  if (takenNames.test(name)) {
    throw new UserError(
      `tenant "${name}": a namespace of this name belongs to the platform`,
      "choose another name, such as the team's",
    );
  }
}

/** @throws UserError for an amount that is none; `label` says who asks: `tenant "team-a"` */
export function checkQuotaAmounts(label: string, quota: Quota = {}): void {
  const positive = ["cpu", "memoryGiB", "storageGiB"] as const;
  const wrong = [
    ...positive.filter((key) => !isAmount(quota[key], (value) => value > 0)),
    ...(isAmount(quota.gpus, (value) => value >= 0 && Number.isInteger(value)) ? [] : (["gpus"] as const)),
  ];
  if (wrong.length > 0) {
    const found = wrong.map((key) => `quota.${key} is ${String(quota[key])}`).join(", ");
    throw new UserError(
      `${label}: ${found}; cpu, memoryGiB and storageGiB are more than 0, gpus is a whole number, and 0 forbids them`,
      "leave an amount out for no limit",
    );
  }
}

function isAmount(value: number | undefined, isRight: (value: number) => boolean): boolean {
  return value === undefined || (Number.isFinite(value) && isRight(value));
}

/** The `spec` of a tenant's Profile. */
export function profileSpec(owner: string, quota: Quota = {}): ProfileSpec {
  const hard = {
    ...(quota.cpu === undefined ? {} : { "requests.cpu": cores(quota.cpu) }),
    ...(quota.memoryGiB === undefined ? {} : { "requests.memory": gibibytes(quota.memoryGiB) }),
    ...(quota.gpus === undefined ? {} : { "requests.nvidia.com/gpu": plain(quota.gpus) }),
    ...(quota.storageGiB === undefined ? {} : { "requests.storage": gibibytes(quota.storageGiB) }),
  };
  return {
    owner: { kind: "User", name: owner },
    ...(Object.keys(hard).length === 0 ? {} : { resourceQuotaSpec: { hard } }),
  };
}

/**
 * The `spec` of the LimitRange that belongs to a quota, where one is needed: under a quota on processors or memory
 * Kubernetes refuses every pod that doesn't say how much it takes, and steps of a pipeline rarely do.
 */
export function defaultRequests(quota: Quota = {}) {
  const defaultRequest = {
    ...(quota.cpu === undefined ? {} : { cpu: cores(0.1) }),
    ...(quota.memoryGiB === undefined ? {} : { memory: gibibytes(0.25) }),
  };
  return Object.keys(defaultRequest).length === 0
    ? undefined
    : { limits: [{ type: "Container", defaultRequest }] };
}

/**
 * What stands in for the profile controller's work on a simulated cluster.
 *
 * @param labels those that the platform has the controller put on namespaces
 */
export function simulatedNamespace(name: string, owner: string, labels: Readonly<Record<string, string>>) {
  return {
    metadata: {
      name,
      annotations: { owner },
      // The controller itself knows of Istio (profile_controller.go of v1.10.0).
      labels: { ...labels, "istio-injection": "enabled" },
    },
    /** Pods run as the first, people who may only look use the second. */
    serviceAccounts: [tenantAccount, "default-viewer"],
  };
}

/**
 * The controller adds its finalizer as the last act of a Profile's first round, after the namespace, the service
 * accounts, the roles and the quota: the one mark on a Profile that says that all of them are there.
 */
export function readiness({ simulated }: { readonly simulated: boolean }): {
  annotations?: Record<string, string>;
} {
  const finished = "jsonpath={.metadata.finalizers[0]}=profile-finalizer";
  return simulated ? {} : { annotations: { "pulumi.com/waitFor": finished } };
}
