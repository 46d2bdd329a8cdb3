import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import { warnInPreview } from "../../config/preview";
import { checkKubernetesVersion } from "./versions";

/**
 * Stops before anything is registered where EKS no longer supports the version, and warns where it soon won't. A preview
 * makes nothing: it warns of both, and shows what there would be.
 *
 * @throws UserError with the versions that are allowed, but in a preview
 */
export async function refuseOldKubernetes(version: string, today: Date): Promise<void> {
  const { refusal, warning } = checkKubernetesVersion(version, today);
  if (refusal !== undefined) {
    const advice = "set kubeflow-infra:cluster.kubernetesVersion; one minor version at a time";
    await warnInPreview(new UserError(refusal, advice));
  }
  if (warning !== undefined) {
    await pulumi.log.warn(warning);
  }
}
