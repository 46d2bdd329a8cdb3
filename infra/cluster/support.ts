import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import { checkKubernetesVersion } from "./versions";

/**
 * Stops before anything is registered where EKS no longer supports the version, and warns where it soon won't.
 *
 * @throws UserError with the versions that are allowed
 */
export function refuseOldKubernetes(version: string, today: Date): void {
  const { refusal, warning } = checkKubernetesVersion(version, today);
  if (refusal !== undefined) {
    throw new UserError(refusal, "set kubeflow-infra:cluster.kubernetesVersion; one minor version at a time");
  }
  if (warning !== undefined) {
    void pulumi.log.warn(warning);
  }
}
