import { UserError } from "../../../config/errors";
import type { Quota } from "../../spec/tenant";
import { cores, gibibytes, plain } from "../../spec/quantity";

/** What a Profile's `spec` holds, in the fields that this project sets. */
export interface ProfileSpec {
  readonly owner: { readonly kind: "User"; readonly name: string };
  readonly resourceQuotaSpec?: { readonly hard: Readonly<Record<string, string>> };
}

/** Namespaces that belong to Kubernetes or to the platform, the example profile of 26.03 among them. */
const takenNames = /^(default|(kube|kubeflow|knative|istio)(-.*)?|cert-manager|auth|oauth2-proxy)$/;

/**
 * Checks that a tenant's name can be a namespace and belongs to no part of the platform.
 *
 * @throws UserError naming the rule that it breaks
 */
export function checkTenantName(name: string): void {
  if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) || name.length > 63) {
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
    serviceAccounts: ["default-editor", "default-viewer"],
  };
}
