import type { WebhookArgs } from "@pulumi/pulumiservice/webhook";
import { type ProjectName, projects } from "../contract/projects";

/** A project whose stacks are deployed by git push. */
export type DeployedProject = Exclude<ProjectName, "frontDoor">;

/** In the order in which they come up: each reads the outputs of the one before. */
export const deployedProjects = [
  "infra",
  "platform",
  "workloads",
] as const satisfies readonly DeployedProject[];

/** Where the stacks of an environment are in Pulumi Cloud. */
export interface Place {
  /** Pulumi organization. */
  readonly organization: string;
  /** The environment's name, which is that of its stacks. */
  readonly environment: string;
}

/** An update of one project's stack that starts a deployment of another's. */
export interface Link {
  readonly from: DeployedProject;
  readonly to: ProjectName;
}

/** Which updates start which deployments: a line, so that none can start itself again. */
export function links(republish: boolean): readonly Link[] {
  return [
    { from: "infra", to: "platform" },
    { from: "platform", to: "workloads" },
    ...(republish ? [{ from: "workloads", to: "frontDoor" } as const] : []),
  ];
}

/**
 * The webhook of a link. `update_succeeded` is the one event that comes once for an update, whoever ran it and whether
 * or not it changed anything; a failed update ends the chain. The address is `<project>/<stack>`, in the organization
 * of the webhook (Pulumi's guide to dependent stack updates).
 */
export function webhookOf({ from, to }: Link, { organization, environment }: Place): WebhookArgs {
  return {
    organizationName: organization,
    projectName: projects[from],
    stackName: environment,
    displayName: `deploy ${projects[to]}`,
    format: "pulumi_deployments",
    payloadUrl: `${projects[to]}/${environment}`,
    filters: ["update_succeeded"],
    active: true,
  };
}
