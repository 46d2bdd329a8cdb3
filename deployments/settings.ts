import type { DeploymentSettingsArgs } from "@pulumi/pulumiservice/deploymentSettings";
import { projects } from "../contract/projects";
import type { DeployedProject, Place } from "./chain";
import type { DeploymentsConfig } from "./config";

/** What of the repository is a project's own: its room, and rooms that only it uses. */
const ownPaths: Readonly<Record<DeployedProject, readonly string[]>> = {
  // A cluster on a developer's machine is no part of an environment that is deployed by git push.
  infra: ["infra/**", "!infra/local/**", "plugin/**"],
  platform: ["platform/**", "manifests/**", "images/**", "istio/**", "kube/**", "plugin/**"],
  workloads: ["workloads/**", "images/**", "istio/**", "kube/**", "plugin/**", "python/**", "toolchain/**"],
};

/** What all projects use. The environment's file is one of them: it holds the keys of every project. */
function sharedPaths(environment: string): readonly string[] {
  return [
    "contract/**",
    "config/**",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    `Pulumi.${environment}.yaml`,
    "!**/*.test.ts",
  ];
}

/**
 * Which changed files start a deployment or a preview of a project: globs over whole paths, those with `!` exclude
 * (Pulumi's documentation of path filtering).
 */
export function pathsOf(
  project: DeployedProject,
  environment: string,
  directory: string | undefined,
): string[] {
  const prefix = directory === undefined ? "" : `${directory}/`;
  return [...ownPaths[project], ...sharedPaths(environment)].map((glob) =>
    glob.startsWith("!") ? `!${prefix}${glob.slice(1)}` : prefix + glob,
  );
}

/**
 * Commands before each operation, each in a shell of its own. npm finds the package.json above the project's folder.
 * The others fail at once and by name where a tool is missing: the kubeconfig asks the AWS CLI for its token, and
 * upstream's manifests are rendered by kubectl or kustomize.
 */
const preRunCommands: Readonly<Record<DeployedProject, readonly string[]>> = {
  infra: ["npm ci --ignore-scripts", "aws --version"],
  platform: ["npm ci --ignore-scripts", "aws --version", "kubectl version --client || kustomize version"],
  workloads: ["npm ci --ignore-scripts", "aws --version"],
};

/** The deployment settings of one project's stack. */
export function deploymentSettings(
  project: DeployedProject,
  { organization, environment }: Place,
  config: DeploymentsConfig,
): DeploymentSettingsArgs {
  const { repository, branch, directory, previewPullRequests, runnerPoolId, executorImage } = config;
  return {
    organization,
    project: projects[project],
    stack: environment,
    sourceContext: {
      git: {
        branch: `refs/heads/${branch}`,
        repoDir: directory === undefined ? project : `${directory}/${project}`,
      },
    },
    vcs: {
      provider: "github",
      repository,
      deployCommits: true,
      previewPullRequests,
      // A copy of an environment for a pull request would be a second cluster.
      pullRequestTemplate: false,
      paths: pathsOf(project, environment, directory),
    },
    operationContext: {
      preRunCommands: [...preRunCommands[project]],
      options: {
        // Their own installation would run `npm install` in a folder without a package.json.
        skipInstallDependencies: true,
        // Of several pushes that wait, the last one says it all.
        skipIntermediateDeployments: true,
      },
      oidc: { aws: session(project, environment, config) },
    },
    // On runners of one's own the cache is one's own matter (Pulumi's documentation of dependency caching).
    cacheOptions: { enable: runnerPoolId === undefined },
    ...(runnerPoolId === undefined ? {} : { agentPoolId: runnerPoolId }),
    ...(executorImage === undefined ? {} : { executorContext: { executorImage } }),
  };
}

/** AWS takes 64 characters for the name of a session, which CloudTrail shows beside every call. */
const sessionNameLength = 64;

function session(project: DeployedProject, environment: string, { aws }: DeploymentsConfig) {
  return {
    roleARN: aws.projectRoleArns[project] ?? aws.roleArn,
    sessionName: `${projects[project]}-${environment}`.slice(0, sessionNameLength),
    duration: durationOf(aws.sessionMinutes),
  };
}

/** In the form in which the provider writes it back, so that nothing looks changed. */
function durationOf(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return `${hours === 0 ? "" : `${hours}h`}${minutes % 60}m0s`;
}
