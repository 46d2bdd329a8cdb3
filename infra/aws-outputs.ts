import type * as pulumi from "@pulumi/pulumi";
import type { AwsOutputs, Exported, InfraOutputs } from "../contract";
import type { AlertTopic } from "./alerts/alert-topic";
import type { Cluster } from "./cluster/cluster";
import type { StorageClasses } from "./cluster/storage-classes";
import type { AwsInfraConfig } from "./config";
import type { Database } from "./database/database";
import type { Edge } from "./edge/edge";
import type { AwsFacts } from "./facts";
import type { Identity } from "./identity/identity";
import type { ImageRegistries } from "./images/image-registries";
import type { Network } from "./network/network";
import type { KarpenterResources } from "./nodes/karpenter";
import type { ManagedNodePools } from "./nodes/managed-pools";
import { exportedPools } from "./nodes/pools";
import type { Site } from "./site";
import type { ObjectStorage } from "./storage/object-storage";
import type { SharedStorage } from "./storage/shared-storage";

/** Everything that the outputs are put together from. */
export interface AwsParts {
  readonly site: Site;
  readonly config: AwsInfraConfig;
  readonly facts: AwsFacts;
  readonly zones: readonly string[];
  readonly dataKeyArn: pulumi.Output<string>;
  readonly network: Network;
  readonly cluster: Cluster;
  /** Absent where nodes are managed node groups. */
  readonly karpenter: KarpenterResources | undefined;
  /** Absent where Karpenter starts the nodes. */
  readonly managed: ManagedNodePools | undefined;
  readonly buckets: ObjectStorage;
  readonly files: SharedStorage;
  readonly database: Database;
  readonly identity: Identity;
  readonly classes: StorageClasses;
  /** Absent where no domain is configured. */
  readonly edge: Edge | undefined;
  readonly images: ImageRegistries;
  /** Absent where alerts go to no topic. */
  readonly alerts: AlertTopic | undefined;
}

/** What the infra stack exports from an environment on AWS. */
export function awsOutputs(parts: AwsParts): Exported<InfraOutputs> {
  const { site, config, cluster, buckets, database, classes } = parts;
  return {
    contractVersion: 1,
    environment: site.environment,
    provider: "aws",
    cluster: {
      name: cluster.clusterName,
      kubernetesVersion: config.cluster.kubernetesVersion,
      endpoint: cluster.endpoint,
      kubeconfig: cluster.kubeconfig,
      identifier: cluster.identifier,
      simulated: false,
      oidcIssuer: cluster.oidcIssuer,
    },
    nodePools: exportedPools({
      pools: config.nodePools,
      provisioner: config.nodeProvisioner,
      clusterName: site.clusterName,
      facts: parts.facts,
    }),
    storageClasses: { block: classes.block, ...given("shared", classes.shared) },
    objectStorage: {
      kind: "s3",
      region: site.region,
      artifactsBucket: buckets.artifacts.bucketName,
      modelsBucket: buckets.models.bucketName,
    },
    database: database.connection,
    aws: onlyOnAws(parts),
  };
}

function onlyOnAws(parts: AwsParts): Exported<AwsOutputs> {
  const { site, network, karpenter, buckets, files, identity, edge, images } = parts;
  return {
    partition: site.partition,
    region: site.region,
    accountId: site.accountId,
    vpcId: network.vpcId,
    privateSubnetIds: network.privateSubnetIds,
    availabilityZones: [...new Set(parts.zones)],
    dataKeyArn: parts.dataKeyArn,
    buckets: {
      artifacts: buckets.artifacts.bucketName,
      models: buckets.models.bucketName,
      logs: buckets.logs.bucketName,
      backups: buckets.backups.bucketName,
    },
    roleArns: identity.roleArns,
    tenantRoleArn: identity.tenantRoleArn,
    ...(karpenter === undefined
      ? {}
      : {
          karpenter: {
            interruptionQueue: karpenter.interruptionQueue,
            nodeRoleName: karpenter.nodeRoleName,
            nodeClasses: karpenter.nodeClasses,
            nodePools: karpenter.nodePools,
          },
        }),
    fileSystems: { ...given("efsId", files.efsId), ...given("lustre", files.lustre) },
    ...given("edge", edge?.outputs),
    imageRegistries: images.imageRegistries,
    ...given("imageMirror", images.imageMirror),
    ...given("alerts", parts.alerts && { topicArn: parts.alerts.topicArn }),
  };
}

/** A field that is there only where its value is. */
function given<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  const fields: Partial<Record<Key, Value>> = {};
  if (value !== undefined) {
    fields[key] = value;
  }
  return fields;
}
