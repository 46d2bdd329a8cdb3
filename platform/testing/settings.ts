import { InfraOutputs } from "../../contract";
import { PlatformConfig } from "../config";
import type { Context, PartName, Setting } from "../part";

/** Environments for the tests of this room: what infra exports as plain values, and configuration as people write it. */

const cluster = {
  kubernetesVersion: "1.35",
  kubeconfig: "apiVersion: v1",
  identifier: "11111111-1111-1111-1111-111111111111",
};

const gpu = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };

/** What infra exports where pods are simulated. */
export const localInfra: InfraOutputs = InfraOutputs.parse({
  contractVersion: 1,
  environment: "local",
  provider: "local",
  cluster: { ...cluster, name: "kubeflow", endpoint: "https://127.0.0.1:6443", simulated: true },
  nodePools: [
    { name: "cpu", architecture: "amd64", labels: { "kubeflow-on-aws/pool": "cpu" }, taints: [] },
    {
      name: "gpu",
      architecture: "amd64",
      labels: { "kubeflow-on-aws/pool": "gpu" },
      taints: [gpu],
      accelerator: { resource: "nvidia.com/gpu", count: 4, product: "NVIDIA-A10G" },
    },
  ],
  storageClasses: { block: "gp3", shared: "efs" },
  objectStorage: { kind: "in-cluster" },
  database: { kind: "in-cluster" },
});

/** What infra exports from an environment on AWS that has everything. */
export const awsInfra: InfraOutputs = InfraOutputs.parse({
  ...localInfra,
  environment: "prod",
  provider: "aws",
  cluster: {
    ...cluster,
    name: "kubeflow-prod",
    endpoint: "https://0123456789ABCDEF.gr7.us-west-2.eks.amazonaws.com",
    simulated: false,
    oidcIssuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF",
  },
  nodePools: [
    {
      name: "cpu",
      architecture: "amd64",
      labels: { "kubeflow-on-aws/pool": "cpu", "karpenter.sh/nodepool": "cpu" },
      taints: [],
    },
    {
      name: "cpu-arm",
      architecture: "arm64",
      labels: { "kubeflow-on-aws/pool": "cpu-arm", "karpenter.sh/nodepool": "cpu-arm" },
      taints: [],
    },
    {
      name: "gpu",
      architecture: "amd64",
      labels: { "kubeflow-on-aws/pool": "gpu", "karpenter.sh/nodepool": "gpu" },
      taints: [gpu],
      accelerator: { resource: "nvidia.com/gpu", count: 1, product: "NVIDIA-L40S" },
    },
  ],
  objectStorage: {
    kind: "s3",
    region: "us-west-2",
    artifactsBucket: "kubeflow-prod-artifacts",
    modelsBucket: "kubeflow-prod-models",
  },
  database: {
    kind: "mysql",
    host: "kubeflow-prod.abcdefghijkl.us-west-2.rds.amazonaws.com",
    port: 3306,
    credentialsSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:rds!db-1-AbCdEf",
  },
  aws: {
    partition: "aws",
    region: "us-west-2",
    accountId: "111122223333",
    vpcId: "vpc-0123456789abcdef0",
    privateSubnetIds: ["subnet-0a", "subnet-0b", "subnet-0c"],
    availabilityZones: ["us-west-2a", "us-west-2b", "us-west-2c"],
    dataKeyArn: "arn:aws:kms:us-west-2:111122223333:key/22222222-2222-2222-2222-222222222222",
    buckets: {
      artifacts: "kubeflow-prod-artifacts",
      models: "kubeflow-prod-models",
      logs: "kubeflow-prod-logs",
      backups: "kubeflow-prod-backups",
    },
    roleArns: { karpenter: "arn:aws:iam::111122223333:role/kubeflow-prod-karpenter" },
    tenantRoleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-tenant",
    karpenter: {
      interruptionQueue: "kubeflow-prod-karpenter",
      nodeRoleName: "kubeflow-prod-node",
      nodeClasses: [
        { apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass", metadata: { name: "cpu" }, spec: {} },
      ],
      nodePools: [{ apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: "cpu" }, spec: {} }],
    },
    fileSystems: { efsId: "fs-0123456789abcdef0" },
    edge: {
      domain: "kubeflow.example.com",
      zoneId: "Z0123456789ABC",
      certificateArn: "arn:aws:acm:us-west-2:111122223333:certificate/33333333-3333-3333-3333-333333333333",
      webAclArn: "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/kubeflow-prod/44444444",
      subnetIds: ["subnet-0d", "subnet-0e", "subnet-0f"],
      scheme: "internet-facing",
      signOn: {
        issuer: "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_AbCdEfGhI",
        clientId: "1example23456789",
        clientSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-prod-sign-on-AbCdEf",
      },
    },
    alerts: { topicArn: "arn:aws:sns:us-west-2:111122223333:kubeflow-prod-alerts" },
    imageRegistries: { "quay.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/quay" },
  },
});

/** An environment with some configuration; what is left out has its default. */
export function settingOf(infra: InfraOutputs, config: object = {}): Setting {
  return { infra, config: PlatformConfig.parse(config) };
}

/** The same with what parts look at; all of them are there unless some are named that aren't. */
export function contextOf(
  infra: InfraOutputs,
  config: object = {},
  absent: readonly PartName[] = [],
): Context {
  return { ...settingOf(infra, config), has: (part) => !absent.includes(part) };
}
