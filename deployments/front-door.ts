import * as pulumi from "@pulumi/pulumi";
import { readInfra, readPlatform, readWorkloads } from "../contract";
import { planDeployments } from "./backend";
import { loadFrontDoorConfig } from "./config";
import { Deployments } from "./deployments";
import { publication, type PublishedOutputs } from "./publication";

/**
 * The front door's program: publishes what other teams may rely on, and where the backend is Pulumi Cloud sets up what
 * happens on a git push.
 *
 * @throws UserError where the configuration or an output of the three stacks is wrong
 */
export async function frontDoor(): Promise<PublishedOutputs> {
  const config = loadFrontDoorConfig();
  const organization = pulumi.getOrganization();
  const plan = planDeployments(config, organization);
  const outputs = await Promise.all([readInfra(), readPlatform(), readWorkloads()]);
  if (plan.kind === "set up") {
    const place = { organization, environment: pulumi.getStack() };
    new Deployments("deployments", { place, config: plan.config });
  } else {
    await (plan.isExpected ? pulumi.log.info(plan.reason) : pulumi.log.warn(plan.reason));
  }
  return publication(...outputs);
}
