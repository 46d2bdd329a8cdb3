import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../config/errors";

/**
 * The EKS environments are the next piece of work.
 *
 * @throws UserError always
 */
export function notYet(): Promise<never> {
  const environment = pulumi.getStack();
  return Promise.reject(
    new UserError(
      `Pulumi.${environment}.yaml asks for an EKS cluster (kubeflow-infra:cluster.kind is "eks"), which this release can't make yet`,
      `set kubeflow-infra:cluster to kind "existing" with kubeconfig and context of a cluster that you have, or try npm run up -- local`,
    ),
  );
}
