import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { UserError } from "../config/errors";
import { parseConfig } from "../config/load";
import { projects } from "../contract/projects";

const roleArn = z
  .string()
  .regex(
    /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/pulumi-deployments",
  );

/** `kubeflow:deployments`: Pulumi Deployments for the three stacks of the environment. */
export const DeploymentsConfig = z.strictObject({
  /** GitHub repository, owner/name, in which the Pulumi GitHub App is installed. */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "a GitHub repository as owner/name"),
  /** Branch whose pushes are deployed. Default: main. */
  branch: z
    .string()
    .regex(/^(?!refs\/)[\w.-]+(\/[\w.-]+)*$/, "the name of a branch, without refs/heads/")
    .default("main"),
  /** Folder of the repository that this project lies in, such as platforms/kubeflow. Default: the top folder. */
  directory: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*$/, "a path below the repository's top folder, without slashes at its ends")
    .optional(),
  /** How a deployment gets at AWS: by OpenID Connect, no key is stored anywhere. */
  aws: z.strictObject({
    /** IAM role that deployments assume; docs/deployments.md has its trust policy. */
    roleArn,
    /** Roles of single projects, where platform and workloads may do less than infra. Default: the one above. */
    projectRoleArns: z
      .strictObject({
        /** Role of infra's deployments. Default: roleArn. */
        infra: roleArn.optional(),
        /** Role of platform's deployments. Default: roleArn. */
        platform: roleArn.optional(),
        /** Role of workloads' deployments. Default: roleArn. */
        workloads: roleArn.optional(),
      })
      .prefault({}),
    /**
     * Minutes that a session lasts, 15 to 720: longer than the longest update, for nothing renews it. The role's own
     * maximum, an hour unless it was raised, has to allow it. Default: 60.
     */
    sessionMinutes: z.int("a whole number").min(15, "15 to 720").max(720, "15 to 720").default(60),
  }),
  /**
   * A preview of every pull request against the branch, as a comment on it. The code of the pull request runs with the
   * role above: leave it on only where those who can open one may do what the role may. Default: true.
   */
  previewPullRequests: z.boolean().default(true),
  /**
   * Whether the front door is updated after workloads, so that what it publishes is as new as the last deployment. Its
   * own deployment settings have to be clicked once, for a stack must not define its own. Default: false.
   */
  republish: z.boolean().default(false),
  /** Looks for changes that somebody made by hand. Costs the minutes of three deployments each time. */
  drift: z
    .strictObject({
      /** Whether it is looked for. Default: true. */
      enabled: z.boolean().default(true),
      /** When, as a cron expression of five fields in UTC. Default: 0 4 * * *, every night at four. */
      schedule: z
        .string()
        .regex(/^\S+ \S+ \S+ \S+ \S+$/, "a cron expression of five fields, such as 0 4 * * *")
        .default("0 4 * * *"),
      /** Whether what was changed is changed back, without asking. Default: false. */
      autoRemediate: z.boolean().default(false),
    })
    .prefault({}),
  /**
   * When the environment is destroyed: workloads then, platform two hours later, infra four hours later. A date and not
   * a number of days, so that a preview says the same tomorrow. Refused in production. Default: never.
   */
  expiresAt: z.iso.datetime("a time in UTC, such as 2030-01-31T18:00:00Z").optional(),
  /**
   * Id of a pool of runners of your own. Needed where the cluster has no public endpoint: Pulumi's runners can't reach
   * it then. Default: Pulumi's runners.
   */
  runnerPoolId: z.string().min(1).optional(),
  /**
   * Image that deployments run in, with Node.js, the AWS CLI, git and kubectl or kustomize. Default: pulumi/pulumi, the
   * only one that Pulumi's runners need not pull first.
   */
  executorImage: z.string().min(1).optional(),
});

/** See the schema of the same name. */
export type DeploymentsConfig = z.output<typeof DeploymentsConfig>;

/** Keys of `kubeflow:*`, the front door's. */
export const FrontDoorConfig = z.strictObject({
  /** Deployments by git push, where the backend is Pulumi Cloud. Default: none; the front door publishes only. */
  deployments: DeploymentsConfig.optional(),
});

/** See the schema of the same name. */
export type FrontDoorConfig = z.output<typeof FrontDoorConfig>;

/**
 * Reads the front door's configuration.
 *
 * @throws UserError naming each wrong key, its value and what is allowed
 */
export function loadFrontDoorConfig(): FrontDoorConfig {
  return parseFrontDoorConfig(pulumi.getStack(), pulumi.runtime.allConfig());
}

/** The pure part of {@link loadFrontDoorConfig}: `all` maps `<project>:<name>` to the value's text. */
export function parseFrontDoorConfig(stack: string, all: Record<string, string>): FrontDoorConfig {
  const config = parseConfig(FrontDoorConfig, projects.frontDoor, stack, all);
  if (config.deployments?.expiresAt !== undefined && all[`${projects.infra}:tier`] !== "development") {
    throw new UserError(
      `Pulumi.${stack}.yaml: ${projects.frontDoor}:deployments.expiresAt is ${config.deployments.expiresAt}, and ` +
        `${projects.infra}:tier is not development: an environment in production must not destroy itself`,
      `remove expiresAt, or set ${projects.infra}:tier: development in Pulumi.${stack}.yaml`,
    );
  }
  return config;
}
