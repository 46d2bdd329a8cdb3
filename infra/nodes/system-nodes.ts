import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { SystemNodesConfig } from "../config/nodes";
import type { AwsFacts } from "../facts";
import { POOL_LABEL } from "../local/nodes";
import type { NodesArgs } from "./args";
import { amiType } from "./images";
import { launchTemplateArgs } from "./launch-template";
import { NodeRole } from "./node-role";
import { knownType } from "./pool";
import { volumesOf } from "./storage";

/** What {@link SystemNodes} are made from. */
export interface SystemNodesArgs extends NodesArgs {
  /** `kubeflow-infra:systemNodes`, free of mistakes. */
  readonly config: SystemNodesConfig;
  /** Kubernetes minor version of the nodes, the cluster's. */
  readonly kubernetesVersion: pulumi.Input<string>;
  /** Facts about instance types. */
  readonly facts: AwsFacts;
}

/** System nodes run controllers and nothing else, so they have no choice of operating system. */
const SYSTEM = "bottlerocket";

/**
 * The nodes of the controllers, Karpenter's among them: on demand, in all zones, closed to pods that don't tolerate
 * CriticalAddonsOnly. They cost what their instances cost, all the time: `npm run cost` has the prices.
 */
export class SystemNodes extends pulumi.ComponentResource {
  /** Name of the managed node group. */
  readonly nodeGroupName: pulumi.Output<string>;
  /** IAM role of the nodes. */
  readonly nodeRoleArn: pulumi.Output<string>;

  constructor(name: string, args: SystemNodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:SystemNodes", name, {}, opts);

    const role = this.makeRole(name, args);
    const template = this.makeLaunchTemplate(name, args);
    const group = this.makeNodeGroup(name, args, role, template);

    this.nodeGroupName = group.nodeGroupName;
    this.nodeRoleArn = role.arn;
    this.registerOutputs({ nodeGroupName: this.nodeGroupName, nodeRoleArn: this.nodeRoleArn });
  }

  private makeRole(name: string, args: SystemNodesArgs): NodeRole {
    return new NodeRole(
      `${name}-node`,
      {
        site: args.site,
        roleName: `${args.site.clusterName}-system-node`,
        description: `System nodes of ${args.site.clusterName}`,
        permissionsBoundaryArn: args.permissionsBoundaryArn,
        policies: args.nodePolicies,
      },
      { parent: this },
    );
  }

  private makeLaunchTemplate(name: string, args: SystemNodesArgs): ec2.LaunchTemplate {
    return new ec2.LaunchTemplate(
      `${name}-template`,
      launchTemplateArgs({
        name: `${args.site.clusterName}-system`,
        volumes: volumesOf(SYSTEM, args.config.volumeGiB, false),
        dataKeyArn: args.dataKeyArn,
        securityGroupId: args.securityGroupId,
        nodeTags: args.nodeTags ?? {},
      }),
      { parent: this },
    );
  }

  private makeNodeGroup(
    name: string,
    { config, ...args }: SystemNodesArgs,
    role: NodeRole,
    template: ec2.LaunchTemplate,
  ): eks.NodeGroup {
    const [first = ""] = config.instanceTypes;
    return new eks.NodeGroup(
      `${name}-group`,
      {
        clusterName: args.clusterName,
        // With a prefix, a group that takes the place of another is there before the other one goes. Short: a name
        // has 63 characters, of which the provider fills some.
        nodeGroupNamePrefix: `${args.site.clusterName}-sys-`,
        nodeRoleArn: role.arn,
        subnetIds: args.subnetIds,
        version: args.kubernetesVersion,
        amiType: amiType(SYSTEM, knownType(first, args.facts).architecture, false),
        capacityType: "ON_DEMAND",
        instanceTypes: config.instanceTypes,
        launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
        scalingConfig: { minSize: config.minSize, maxSize: config.maxSize, desiredSize: config.minSize },
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
        labels: { [POOL_LABEL]: "system" },
        taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
        tags: { Name: `${args.site.clusterName}-system` },
      },
      { parent: this, dependsOn: [role] },
    );
  }
}
