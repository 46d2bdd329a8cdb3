import type { FrontDoorConfig } from "./config";

/**
 * What the engine calls the organization of a backend that has none: a bucket, a folder. Pulumi Cloud, hosted or one's
 * own, gives the organization that the stack belongs to, and only there are deployments.
 */
const noOrganization = "organization";

/** Whether deployments are set up, and what to say about it. */
export type DeploymentsPlan =
  | { readonly kind: "set up"; readonly config: NonNullable<FrontDoorConfig["deployments"]> }
  | { readonly kind: "published only"; readonly reason: string; readonly isExpected: boolean };

/** Decides whether the front door sets deployments up, or only publishes. */
export function planDeployments({ deployments }: FrontDoorConfig, organization: string): DeploymentsPlan {
  if (organization === noOrganization) {
    return {
      kind: "published only",
      reason:
        deployments === undefined
          ? "Outputs are published; deployments by git push need Pulumi Cloud as the backend."
          : "kubeflow:deployments is set, but the backend is not Pulumi Cloud: outputs are published, and no " +
            "deployments are set up. Run `pulumi login` to use Pulumi Cloud, or your own CI with `npm run up`.",
      isExpected: deployments === undefined,
    };
  }
  return deployments === undefined
    ? {
        kind: "published only",
        reason:
          "Outputs are published; set kubeflow:deployments to deploy by git push (docs/deployments.md).",
        isExpected: true,
      }
    : { kind: "set up", config: deployments };
}
