import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { PoolsArgs } from "./args";
import { InterruptionQueue } from "./interruption-queue";
import { nodePoolManifest, plain } from "./karpenter-pool";
import { karpenterNodeRoleName, placementGroupName } from "./names";
import { nodeClassManifest } from "./node-class";
import { NodeRole } from "./node-role";
import { poolOf, type Pool } from "./pool";
import { poolZones } from "./zones";

/**
 * Everything that Karpenter needs in AWS: the role of its nodes and their way into the cluster, the queue of
 * interruption notices, placement groups; and the objects that tell it which nodes to start, which the platform
 * registers once Karpenter's kinds are there. The controller's own role belongs to the identities.
 *
 * It costs nothing while no pod waits: GPU pools begin and end at no nodes.
 */
export class KarpenterResources extends pulumi.ComponentResource {
  /** IAM role of the nodes. */
  readonly nodeRoleName: pulumi.Output<string>;
  /** Name of the SQS queue of interruption notices. */
  readonly interruptionQueue: pulumi.Output<string>;
  /** EC2NodeClass objects, one a pool. */
  readonly nodeClasses: pulumi.Output<Record<string, unknown>[]>;
  /** NodePool objects, one a pool. */
  readonly nodePools: pulumi.Output<Record<string, unknown>[]>;

  constructor(name: string, args: PoolsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:KarpenterResources", name, {}, opts);
    const pools = args.pools.map((config) => poolOf(config, args.facts));

    const role = this.makeNodeRole(name, args);
    const queue = new InterruptionQueue(`${name}-interruption`, { site: args.site }, { parent: this });
    const placed = this.makePlacementGroups(name, pools, args);

    this.nodeRoleName = role.name;
    this.interruptionQueue = queue.name;
    const { site, nodeTags = {} } = args;
    this.nodeClasses = pulumi
      .all([role.name, args.subnetIds, args.securityGroupId, args.dataKeyArn, pulumi.all(placed)])
      .apply(([roleName, subnetIds, securityGroupId, dataKeyArn]) => {
        const known = { site, nodeTags, roleName, subnetIds, securityGroupId, dataKeyArn };
        return pools.map((pool) => plain(nodeClassManifest(pool, known)));
      });
    this.nodePools = pulumi
      .output(args.zones)
      .apply((zones) =>
        pools.map((pool) =>
          plain(nodePoolManifest(pool, poolZones(pool.config, zones, args.site.region, args.facts))),
        ),
      );
    this.registerOutputs({
      nodeRoleName: this.nodeRoleName,
      interruptionQueue: this.interruptionQueue,
      nodeClasses: this.nodeClasses,
      nodePools: this.nodePools,
    });
  }

  private makeNodeRole(name: string, args: PoolsArgs): NodeRole {
    const role = new NodeRole(
      `${name}-node`,
      {
        site: args.site,
        roleName: karpenterNodeRoleName(args.site),
        description: `Nodes of ${args.site.clusterName} that Karpenter starts`,
        permissionsBoundaryArn: args.permissionsBoundaryArn,
        policies: args.nodePolicies,
      },
      { parent: this },
    );
    new eks.AccessEntry(
      `${name}-node-access`,
      { clusterName: args.clusterName, principalArn: role.arn, type: "EC2_LINUX" },
      { parent: this },
    );
    return role;
  }

  /** @returns their names, known once they are there */
  private makePlacementGroups(
    name: string,
    pools: readonly Pool[],
    { site }: PoolsArgs,
  ): pulumi.Output<string>[] {
    return pools
      .filter(({ config }) => config.placementGroup)
      .map((pool) => {
        const groupName = placementGroupName(site, pool.name);
        const group = new ec2.PlacementGroup(
          `${name}-${pool.name}`,
          { name: groupName, strategy: "cluster", tags: { Name: groupName } },
          { parent: this },
        );
        return group.name;
      });
  }
}
