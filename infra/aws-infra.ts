import { Provider } from "@pulumi/aws/provider";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Exported, InfraOutputs } from "../contract";
import { AlertTopic } from "./alerts/alert-topic";
import { Audit } from "./audit/audit";
import { awsOutputs } from "./aws-outputs";
import { BackupPlan } from "./backup/backup-plan";
import { MonthlyBudget } from "./budget/monthly-budget";
import { ClusterAddons } from "./cluster/addons";
import { Cluster } from "./cluster/cluster";
import { refuseOldKubernetes } from "./cluster/support";
import { resolveAddonVersions } from "./cluster/resolve-addon-versions";
import { StorageClasses } from "./cluster/storage-classes";
import type { AwsInfraConfig } from "./config";
import { Database } from "./database/database";
import { Edge } from "./edge/edge";
import { EncryptionKeys } from "./encryption/encryption-keys";
import { awsFacts } from "./facts";
import { siteOf } from "./guard";
import { Identity } from "./identity/identity";
import { ImageRegistries } from "./images/image-registries";
import { nodeImagePolicies } from "./images/policies";
import { Network } from "./network/network";
import { hasPublicSubnets, networksAround, planNetwork, zonesOf } from "./network/plan";
import { serviceRange } from "./network/service-range";
import type { NodesArgs, PoolsArgs } from "./nodes/args";
import { KarpenterResources } from "./nodes/karpenter";
import { zonePools } from "./nodes/zone-pools";
import { ManagedNodePools } from "./nodes/managed-pools";
import { SystemNodes } from "./nodes/system-nodes";
import { environmentTags } from "./tags";
import { ObjectStorage } from "./storage/object-storage";
import { SharedStorage } from "./storage/shared-storage";

/**
 * Infra on AWS: a network, an EKS cluster with its nodes, storage, a database, identities, a way in, and what watches
 * over all of it.
 *
 * @param today the day on which EKS must support the Kubernetes version. Default: now
 * @throws UserError where that version is out of support, or the network can't be as configured
 */
export async function awsInfra(config: AwsInfraConfig, today = new Date()): Promise<Exported<InfraOutputs>> {
  const site = siteOf(config, pulumi.getStack());
  await refuseOldKubernetes(config.cluster.kubernetesVersion, today);
  const facts = awsFacts();
  const tags = environmentTags(site, config.tags);
  const provider = new Provider("aws", {
    region: site.region,
    allowedAccountIds: [site.accountId],
    defaultTags: { tags },
  });
  const aws = { providers: { aws: provider } };
  const [plan, addonVersions] = await Promise.all([
    planNetwork(site, config.network, zonePools(config, facts), provider),
    resolveAddonVersions(config.cluster.kubernetesVersion, config.cluster.addonVersions, { provider }),
  ]);
  const zones = zonesOf(plan);
  const { permissionsBoundaryArn } = config.identity;

  const { dataKeyArn, clusterSecretsKeyArn } = new EncryptionKeys(
    "encryption",
    { site, config: config.encryption, clusterSecretsKeyArn: config.cluster.secretsKeyArn },
    aws,
  );
  const stored = { site, dataKeyArn, permissionsBoundaryArn };
  const network = new Network("network", { ...stored, plan, vpcTags: tags }, aws);
  const { vpcId, privateSubnetIds } = network;

  const cluster = new Cluster(
    "cluster",
    {
      ...stored,
      config: config.cluster,
      network: { vpcId, privateSubnetIds, serviceCidr: serviceRange(networksAround(plan)) },
      secretsKeyArn: clusterSecretsKeyArn,
      addonVersions,
      tags,
    },
    aws,
  );
  const { clusterName, securityGroupId } = cluster;
  const { kubernetesVersion } = config.cluster;
  const nodes: NodesArgs = {
    ...stored,
    clusterName,
    securityGroupId,
    subnetIds: privateSubnetIds,
    nodePolicies: nodeImagePolicies(site, config.images),
    nodeTags: tags,
  };
  const pools: PoolsArgs = { ...nodes, zones: [...zones], pools: config.nodePools, facts };
  const systemNodes = new SystemNodes(
    "system-nodes",
    { ...nodes, config: config.systemNodes, kubernetesVersion, facts },
    aws,
  );
  const karpenter =
    config.nodeProvisioner === "karpenter" ? new KarpenterResources("karpenter", pools, aws) : undefined;
  const managed =
    karpenter === undefined
      ? new ManagedNodePools("node-pools", { ...pools, kubernetesVersion }, aws)
      : undefined;

  const buckets = new ObjectStorage("storage", { ...stored, config: config.objectStorage }, aws);
  const inside = { ...stored, vpcId, privateSubnetIds, nodeSecurityGroupId: securityGroupId };
  const files = new SharedStorage(
    "files",
    {
      ...inside,
      config: config.sharedStorage,
      availabilityZones: zones,
      artifactsBucket: buckets.artifacts.bucketName,
    },
    aws,
  );
  const database = new Database("database", { ...inside, config: config.database }, aws);
  const edge =
    config.edge === undefined
      ? undefined
      : new Edge(
          "edge",
          { ...stored, config: config.edge, network, hasPublicSubnets: hasPublicSubnets(plan) },
          aws,
        );

  const alerts = config.alerts && new AlertTopic("alerts", { site, config: config.alerts, dataKeyArn }, aws);
  const identity = new Identity(
    "identity",
    {
      ...stored,
      config: config.identity,
      clusterName,
      vpcId,
      buckets: buckets.names,
      karpenter: karpenter !== undefined,
      zoneIds: edge?.zoneIds,
      fileSystemId: files.efsId,
      alertTopic: alerts,
      databaseSecretArn:
        database.connection.kind === "mysql" ? database.connection.credentialsSecretArn : undefined,
      secretArns: config.edge?.signOn.kind === "oidc" ? [config.edge.signOn.clientSecretArn] : [],
    },
    aws,
  );
  const addons = new ClusterAddons(
    "addons",
    {
      site,
      clusterName,
      versions: addonVersions,
      roleArns: {
        ebsCsi: identity.roleArn("ebsCsi"),
        mountpointS3: identity.roleArn("mountpointS3"),
        efsCsi: files.efsId === undefined ? undefined : identity.roleArn("efsCsi"),
      },
      tags,
    },
    { ...aws, dependsOn: [systemNodes] },
  );
  const kubernetes = new k8s.Provider("kubernetes", {
    kubeconfig: cluster.kubeconfig,
    clusterIdentifier: cluster.identifier,
  });
  const classes = new StorageClasses(
    "storage-classes",
    { provider: kubernetes, dataKeyArn, efsFileSystemId: files.efsId },
    { dependsOn: [addons] },
  );

  const images = new ImageRegistries("images", { ...stored, config: config.images, tags }, aws);
  new BackupPlan(
    "backup",
    {
      ...stored,
      config: config.backup,
      resourceArns: [database.arn, files.efs?.arn].filter((arn) => arn !== undefined),
    },
    aws,
  );
  new Audit(
    "audit",
    {
      ...stored,
      config: config.audit,
      buckets: buckets.names,
      logsBucket: buckets.names.logs,
      after: [buckets, network, cluster],
    },
    aws,
  );
  if (config.budget !== undefined) {
    new MonthlyBudget("budget", { site, config: config.budget, tags }, aws);
  }

  return awsOutputs({
    site,
    config,
    facts,
    zones,
    network,
    dataKeyArn,
    cluster,
    karpenter,
    managed,
    buckets,
    files,
    database,
    identity,
    classes,
    edge,
    images,
    alerts,
  });
}
