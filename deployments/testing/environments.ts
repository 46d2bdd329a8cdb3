import type { InfraOutputs, PlatformOutputs, WorkloadsOutputs } from "../../contract";
import type { Place } from "../chain";
import { type DeploymentsConfig, parseFrontDoorConfig } from "../config";

/** Values that this room's tests share. */

/** Of the organization acme, prod. */
export const prod: Place = { organization: "acme", environment: "prod" };

/** Of the organization acme, dev. */
export const dev: Place = { organization: "acme", environment: "dev" };

/** The keys of an environment as Pulumi hands them over. */
export function keysOf(
  deployments: Record<string, unknown>,
  tier: "development" | "production",
): Record<string, string> {
  return { "kubeflow:deployments": JSON.stringify(deployments), "kubeflow-infra:tier": tier };
}

/** What a production environment would say: the least that it has to. */
export const prodKeys = {
  repository: "acme/kubeflow",
  aws: { roleArn: "arn:aws:iam::111122223333:role/pulumi-prod" },
};

/** What a development environment would say, everything in it. */
export const devKeys = {
  repository: "acme/platforms",
  branch: "develop",
  directory: "platforms/kubeflow",
  aws: {
    roleArn: "arn:aws:iam::444455556666:role/pulumi-dev",
    projectRoleArns: { workloads: "arn:aws:iam::444455556666:role/pulumi-dev-workloads" },
    sessionMinutes: 90,
  },
  previewPullRequests: false,
  republish: true,
  drift: { schedule: "30 5 * * 1", autoRemediate: true },
  expiresAt: "2030-01-31T18:00:00Z",
  runnerPoolId: "pool-1",
  executorImage: "registry.example.com/pulumi:1",
};

/** The configuration of {@link prodKeys}. */
export const prodConfig = configOf("prod", keysOf(prodKeys, "production"));

/** The configuration of {@link devKeys}. */
export const devConfig = configOf("dev", keysOf(devKeys, "development"));

function configOf(stack: string, all: Record<string, string>): DeploymentsConfig {
  const { deployments } = parseFrontDoorConfig(stack, all);
  if (deployments === undefined) {
    throw new Error("no deployments were configured");
  }
  return deployments;
}

/** Outputs of an infra stack on AWS. */
export const infra: InfraOutputs = {
  contractVersion: 1,
  environment: "prod",
  provider: "aws",
  cluster: {
    name: "kubeflow-prod",
    kubernetesVersion: "1.35",
    endpoint: "https://eks.example.com",
    kubeconfig: "SECRET kubeconfig",
    identifier: "arn:aws:eks:us-west-2:111122223333:cluster/kubeflow-prod",
    simulated: false,
    oidcIssuer: "https://oidc.example.com/id/1",
  },
  nodePools: [
    { name: "cpu", architecture: "arm64", labels: { a: "b" }, taints: [] },
    {
      name: "gpu",
      architecture: "amd64",
      labels: {},
      taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
      accelerator: { resource: "nvidia.com/gpu", count: 4, product: "NVIDIA-L4" },
    },
  ],
  storageClasses: { block: "gp3", shared: "efs" },
  objectStorage: {
    kind: "s3",
    region: "us-west-2",
    artifactsBucket: "k-artifacts",
    modelsBucket: "k-models",
  },
  database: { kind: "mysql", host: "db.internal", port: 3306, credentialsSecretArn: "SECRET arn" },
  aws: {
    partition: "aws",
    region: "us-west-2",
    accountId: "111122223333",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1"],
    availabilityZones: ["us-west-2a"],
    dataKeyArn: "SECRET key",
    buckets: { artifacts: "k-artifacts", models: "k-models", logs: "k-logs", backups: "k-backups" },
    roleArns: {},
    tenantRoleArn: "SECRET role",
    fileSystems: {},
    imageRegistries: {},
  },
};

/** Outputs of a platform stack. */
export const platform: PlatformOutputs = {
  contractVersion: 1,
  environment: "prod",
  release: "26.03",
  components: ["istio", "pipelines"],
  addons: [],
  cluster: infra.cluster,
  nodePools: infra.nodePools,
  storageClasses: infra.storageClasses,
  objectStorage: infra.objectStorage,
  endpoints: {
    dashboard: "https://kubeflow.example.com",
    pipelines: "https://kubeflow.example.com/pipeline",
  },
  signOn: {
    issuer: "https://sso.example.com",
    jwksUri: "http://dex.auth.svc.cluster.local:5556/dex/keys",
    audiences: ["pipelines.kubeflow.org"],
    tokenIssuers: [],
  },
  images: { registries: {}, onlyMapped: false },
  serving: { mode: "Standard", domain: "kubeflow.example.com", scheme: "https" },
  pipelines: { definitions: "kubernetes" },
  tenants: { objects: [], values: {}, labels: {} },
  credentials: { dashboard: { username: "ada", password: "SECRET password" } },
};

/** Outputs of a workloads stack. */
export const workloads: WorkloadsOutputs = {
  contractVersion: 1,
  environment: "prod",
  tenants: [{ name: "team-a", namespace: "team-a", owner: "ada@example.com" }],
  examples: {
    notebook: { apiVersion: "v1", kind: "Notebook", namespace: "team-a", name: "SECRET notebook" },
  },
};
