import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { PoolsArgs } from "./args";
import { amiType } from "./images";
import { efaInterfaces } from "./interfaces";
import { launchTemplateArgs, type LaunchTemplateSpec } from "./launch-template";
import { nodeGroupName, placementGroupName } from "./names";
import { groupCapacity, groupSize, groupTaints } from "./node-group";
import { NodeRole } from "./node-role";
import { poolOf, type Pool } from "./pool";
import { nvmeUserData, volumesOf } from "./storage";
import { poolZones, subnetsIn } from "./zones";

/** What {@link ManagedNodePools} are made from. */
export interface ManagedNodePoolsArgs extends PoolsArgs {
  /** Kubernetes minor version of the nodes, the cluster's. */
  readonly kubernetesVersion: pulumi.Input<string>;
}

/**
 * The pools as managed node groups, one each, for those who don't want Karpenter. Nobody starts nodes when pods wait:
 * a group begins at minSize and is scaled by hand or by an autoscaler of one's own, whose doing is left alone. Each
 * node costs from its start until it is scaled away.
 */
export class ManagedNodePools extends pulumi.ComponentResource {
  /** Names of the managed node groups, in the pools' order. */
  readonly nodeGroupNames: pulumi.Output<string[]>;

  constructor(name: string, args: ManagedNodePoolsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:ManagedNodePools", name, {}, opts);

    const role = this.makeRole(name, args);
    const groups = args.pools.map((config) => {
      const pool = poolOf(config, args.facts);
      const template = this.makeLaunchTemplate(name, pool, args);
      return this.makeNodeGroup(name, pool, args, role, template);
    });

    this.nodeGroupNames = pulumi.all(groups.map((group) => group.nodeGroupName));
    this.registerOutputs({ nodeGroupNames: this.nodeGroupNames });
  }

  private makeRole(name: string, args: ManagedNodePoolsArgs): NodeRole {
    return new NodeRole(
      `${name}-node`,
      {
        site: args.site,
        roleName: `${args.site.clusterName}-pool-node`,
        description: `Nodes of the pools of ${args.site.clusterName}`,
        permissionsBoundaryArn: args.permissionsBoundaryArn,
        policies: args.nodePolicies,
      },
      { parent: this },
    );
  }

  private makeLaunchTemplate(name: string, pool: Pool, args: ManagedNodePoolsArgs): ec2.LaunchTemplate {
    const { operatingSystem, volumeGiB, placementGroup } = pool.config;
    const [{ efa }] = pool.types;
    const spec: LaunchTemplateSpec = {
      name: nodeGroupName(args.site.clusterName, pool.name),
      volumes: volumesOf(operatingSystem, volumeGiB, pool.allNvme),
      dataKeyArn: args.dataKeyArn,
      securityGroupId: args.securityGroupId,
      nodeTags: args.nodeTags ?? {},
      interfaces: pool.config.efa && efa !== undefined ? efaInterfaces(efa) : undefined,
      userData: pool.someNvme ? nvmeUserData(operatingSystem) : undefined,
      placementGroup: placementGroup ? this.makePlacementGroup(name, pool, args) : undefined,
      reservation: groupCapacity(pool.config).reservation,
    };
    return new ec2.LaunchTemplate(`${name}-${pool.name}`, launchTemplateArgs(spec), { parent: this });
  }

  private makePlacementGroup(
    name: string,
    pool: Pool,
    { site }: ManagedNodePoolsArgs,
  ): pulumi.Output<string> {
    const groupName = placementGroupName(site, pool.name);
    const group = new ec2.PlacementGroup(
      `${name}-${pool.name}`,
      { name: groupName, strategy: "cluster", tags: { Name: groupName } },
      { parent: this },
    );
    return group.name;
  }

  private makeNodeGroup(
    name: string,
    pool: Pool,
    args: ManagedNodePoolsArgs,
    role: NodeRole,
    template: ec2.LaunchTemplate,
  ): eks.NodeGroup {
    const { config } = pool;
    const groupName = nodeGroupName(args.site.clusterName, pool.name);
    const { capacityType, instanceTypes } = groupCapacity(config);
    return new eks.NodeGroup(
      `${name}-${pool.name}`,
      {
        clusterName: args.clusterName,
        nodeGroupName: groupName,
        nodeRoleArn: role.arn,
        subnetIds: pulumi
          .all([args.subnetIds, args.zones])
          .apply(([subnetIds, zones]) =>
            subnetsIn(poolZones(config, zones, args.site.region, args.facts), subnetIds, zones),
          ),
        version: args.kubernetesVersion,
        amiType: amiType(config.operatingSystem, pool.architecture, pool.gpu !== undefined),
        capacityType,
        ...(instanceTypes === undefined ? {} : { instanceTypes: [...instanceTypes] }),
        launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
        scalingConfig: groupSize(pool),
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
        labels: { ...pool.labels },
        taints: groupTaints(pool.taints),
        tags: { Name: groupName },
      },
      {
        parent: this,
        dependsOn: [role],
        // Its name, which workloads select nodes by, is free only once the old group is gone.
        deleteBeforeReplace: true,
        ignoreChanges: ["scalingConfig.desiredSize"],
      },
    );
  }
}
