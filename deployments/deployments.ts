import * as pulumi from "@pulumi/pulumi";
import { DeploymentSettings } from "@pulumi/pulumiservice/deploymentSettings";
import { DriftSchedule } from "@pulumi/pulumiservice/driftSchedule";
import { TtlSchedule } from "@pulumi/pulumiservice/ttlSchedule";
import { Webhook } from "@pulumi/pulumiservice/webhook";
import { type DeployedProject, deployedProjects, links, type Place, webhookOf } from "./chain";
import type { DeploymentsConfig } from "./config";
import { driftSchedule, expirySchedule } from "./schedules";
import { deploymentSettings } from "./settings";

/** What {@link Deployments} is made from. */
export interface DeploymentsArgs {
  /** Where the stacks of the environment are; they have to be there already. */
  readonly place: Place;
  /** What is deployed from where, and when. */
  readonly config: DeploymentsConfig;
}

/**
 * Pulumi Deployments for the three stacks of an environment: a push to the branch updates the stacks whose files it
 * changes, and each update starts that of the stack which reads its outputs. It costs the minutes that deployments run
 * (Pulumi's pricing page), nothing while nobody pushes but the search for drift.
 *
 * It belongs to a stack of its own: destroying what it deploys must not destroy what deploys it.
 */
export class Deployments extends pulumi.ComponentResource {
  /** @param name begins the names of its children */
  constructor(name: string, args: DeploymentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:deployments:Deployments", name, {}, opts);
    const settings = this.makeSettings(name, args);
    this.makeChain(name, args, settings);
    this.makeSchedules(name, args, settings);
    this.registerOutputs();
  }

  private makeSettings(name: string, { place, config }: DeploymentsArgs) {
    const settingsOf = (project: DeployedProject): DeploymentSettings =>
      new DeploymentSettings(`${name}-${project}`, deploymentSettings(project, place, config), {
        parent: this,
      });
    return {
      infra: settingsOf("infra"),
      platform: settingsOf("platform"),
      workloads: settingsOf("workloads"),
    };
  }

  private makeChain(name: string, { place, config }: DeploymentsArgs, settings: Settings): void {
    for (const link of links(config.republish)) {
      // A webhook whose target has no settings yet would start a deployment that can't know what to run.
      const target = link.to === "frontDoor" ? [] : [settings[link.to]];
      new Webhook(`${name}-${link.from}-to-${link.to}`, webhookOf(link, place), {
        parent: this,
        dependsOn: target,
      });
    }
  }

  private makeSchedules(name: string, { place, config }: DeploymentsArgs, settings: Settings): void {
    for (const project of deployedProjects) {
      const options = { parent: this, dependsOn: settings[project] };
      if (config.drift.enabled) {
        new DriftSchedule(`${name}-${project}-drift`, driftSchedule(project, place, config), options);
      }
      if (config.expiresAt !== undefined) {
        new TtlSchedule(
          `${name}-${project}-expiry`,
          expirySchedule(project, place, config.expiresAt),
          options,
        );
      }
    }
  }
}

type Settings = Readonly<Record<DeployedProject, DeploymentSettings>>;
