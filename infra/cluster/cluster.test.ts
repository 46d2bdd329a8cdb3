import assert from "node:assert/strict";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import * as z from "zod";
import { EksConfig } from "../config/cluster";
import type { Site } from "../site";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { Cluster, type ClusterArgs } from "./cluster";

const SECRETS_KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";
const DATA_KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000002";
const tags = { environment: "test", owner: "ml-platform" };

const run = (site: Site, config: z.input<typeof EksConfig>, more: Partial<ClusterArgs> = {}) =>
  underMocks(() => {
    const cluster = new Cluster("cluster", {
      site,
      config: EksConfig.parse(config),
      network: { vpcId: "vpc-0a", privateSubnetIds: ["subnet-0a", "subnet-0b"] },
      secretsKeyArn: SECRETS_KEY,
      dataKeyArn: DATA_KEY,
      addonVersions: { "vpc-cni": "v1.22.3-eksbuild.1", "kube-proxy": "v1.35.3-eksbuild.13" },
      tags,
      ...more,
    });
    const {
      clusterName,
      endpoint,
      certificateAuthority,
      kubeconfig,
      oidcIssuer,
      securityGroupId,
      identifier,
    } = cluster;
    return {
      clusterName,
      endpoint,
      certificateAuthority,
      kubeconfig,
      oidcIssuer,
      securityGroupId,
      identifier,
      secret: pulumi.isSecret(kubeconfig),
    };
  });

const spec = ({ resources }: Awaited<ReturnType<typeof run>>) => {
  const { serviceRole, ...rest } = only(resources, "eks:index:Cluster").inputs;
  assert.ok(iam.Role.isInstance(serviceRole));
  return rest;
};

/** What the package of the EKS component adds by itself. */
const overwrite = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };

const common = {
  version: "1.35",
  upgradePolicy: { supportType: "STANDARD" },
  authenticationMode: "API",
  vpcId: "vpc-0a",
  privateSubnetIds: ["subnet-0a", "subnet-0b"],
  endpointPrivateAccess: true,
  skipDefaultSecurityGroups: true,
  encryptionConfigKeyArn: SECRETS_KEY,
  skipDefaultNodeGroup: true,
  createOidcProvider: false,
  bootstrapSelfManagedAddons: false,
  vpcCniOptions: {
    addonVersion: "v1.22.3-eksbuild.1",
    enableNetworkPolicy: true,
    enablePrefixDelegation: true,
    warmPrefixTarget: 1,
    ...overwrite,
  },
  kubeProxyAddonOptions: { enabled: true, version: "v1.35.3-eksbuild.13", ...overwrite },
  corednsAddonOptions: { enabled: false, ...overwrite },
  providerCredentialOpts: {},
  tags,
};

describe("Cluster", () => {
  it("in production is private, logged and protected, with named access", async () => {
    const made = await run(
      productionSite,
      {
        kind: "eks",
        name: "kubeflow-prod",
        accessEntries: {
          platform: { roleArn: "arn:aws:iam::111122223333:role/platform", level: "cluster-admin" },
        },
      },
      {
        network: {
          vpcId: "vpc-0a",
          privateSubnetIds: ["subnet-0a", "subnet-0b"],
          serviceCidr: "172.20.0.0/16",
        },
        permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
      },
    );
    assert.deepEqual(spec(made), {
      ...common,
      name: "kubeflow-prod",
      deletionProtection: true,
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      endpointPublicAccess: false,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      accessEntries: {
        platform: {
          principalArn: "arn:aws:iam::111122223333:role/platform",
          accessPolicies: {
            "cluster-admin": {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
              accessScope: { type: "cluster" },
            },
          },
          tags,
        },
      },
      clusterTags: { Name: "kubeflow-prod" },
    });
    assert.deepEqual(only(made.resources, "aws:cloudwatch/logGroup:LogGroup", "cluster-logs").inputs, {
      name: "/aws/eks/kubeflow-prod/cluster",
      retentionInDays: 90,
      kmsKeyId: DATA_KEY,
      tags: { Name: "/aws/eks/kubeflow-prod/cluster" },
    });
    const role = only(made.resources, "aws:iam/role:Role", "cluster-role").inputs;
    assert.equal(role.permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
  });

  it("in development may be reached from listed networks, and kept short", async () => {
    const made = await run(developmentSite, {
      kind: "eks",
      name: "kubeflow-dev",
      publicAccessCidrs: ["203.0.113.0/24"],
      logs: { types: ["audit"], retentionDays: 7 },
      deletionProtection: false,
    });
    assert.deepEqual(spec(made), {
      ...common,
      name: "kubeflow-dev",
      deletionProtection: false,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
      enabledClusterLogTypes: ["audit"],
      accessEntries: {},
      clusterTags: { Name: "kubeflow-dev" },
    });
    assert.equal(only(made.resources, "aws:cloudwatch/logGroup:LogGroup").inputs.retentionInDays, 7);
  });

  it("has a role that EKS alone can take, with EKS' own policy", async () => {
    const { resources } = await run(
      { ...productionSite, partition: "aws-us-gov" },
      { kind: "eks", name: "kubeflow-prod" },
    );
    const { assumeRolePolicy, ...role } = only(resources, "aws:iam/role:Role").inputs;
    assert.deepEqual(role, {
      name: "kubeflow-prod-cluster",
      description: "EKS control plane of kubeflow-prod",
      tags: { Name: "kubeflow-prod-cluster" },
    });
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    assert.deepEqual(only(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs, {
      role: "kubeflow-prod-cluster",
      policyArn: "arn:aws-us-gov:iam::aws:policy/AmazonEKSClusterPolicy",
    });
  });

  it("makes no log group where nothing is logged", async () => {
    const made = await run(productionSite, { kind: "eks", name: "kubeflow-prod", logs: { types: [] } });
    assert.equal(
      made.resources.some(({ type }) => type.startsWith("aws:cloudwatch")),
      false,
    );
    assert.equal("enabledClusterLogTypes" in spec(made), false);
  });

  it("tells how it is reached and which security group nodes are in", async () => {
    const { value } = await run(productionSite, { kind: "eks", name: "kubeflow-prod" });
    const { kubeconfig, ...known } = value;
    assert.deepEqual(known, {
      clusterName: "kubeflow-prod",
      endpoint: "https://0123456789ABCDEF0123456789ABCDEF.gr7.us-west-2.eks.amazonaws.com",
      certificateAuthority: known.certificateAuthority,
      oidcIssuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
      securityGroupId: "sg-0123456789abcdef0",
      identifier: "arn:aws:eks:us-west-2:111122223333:cluster/kubeflow-prod",
      secret: true,
    });
    const written = z
      .object({
        clusters: z.tuple([
          z.object({ cluster: z.object({ server: z.string(), "certificate-authority-data": z.string() }) }),
        ]),
        "current-context": z.string(),
      })
      .parse(parse(kubeconfig));
    assert.deepEqual(written.clusters[0].cluster, {
      server: known.endpoint,
      "certificate-authority-data": known.certificateAuthority,
    });
    assert.equal(written["current-context"], "kubeflow-prod");
  });
});
