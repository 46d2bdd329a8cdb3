import type * as pulumi from "@pulumi/pulumi";
import type { AwsFacts } from "../facts";
import type { Site } from "../site";
import type { PoolConfig } from "./pool";

/** What every component of nodes is made from. */
export interface NodesArgs {
  /** Where, and how names begin. */
  readonly site: Site;
  /** Name of the cluster, known once it is there. */
  readonly clusterName: pulumi.Input<string>;
  /** Private subnets for nodes and pods, one a zone. */
  readonly subnetIds: pulumi.Input<string[]>;
  /** Security group of the nodes: the cluster's own, which has the rules that EFA needs. */
  readonly securityGroupId: pulumi.Input<string>;
  /** KMS key of the nodes' volumes. Its policy has to let EC2 Auto Scaling's service-linked role use it. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Managed policy that bounds the nodes' role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
  /** Further inline policies of the nodes' role by name, as JSON, such as for pull-through caches. Default: none. */
  readonly nodePolicies?: Readonly<Record<string, string>> | undefined;
  /**
   * Tags of instances, volumes and interfaces: who pays for them. The AWS provider's default tags stop at launch
   * templates and don't reach what is started from them. Default: none but the name.
   */
  readonly nodeTags?: Readonly<Record<string, string>> | undefined;
}

/** What the components of pools are made from. */
export interface PoolsArgs extends NodesArgs {
  /** `kubeflow-infra:nodePools`, free of mistakes. */
  readonly pools: readonly PoolConfig[];
  /** Zones of the subnets, in the same order. */
  readonly zones: pulumi.Input<string[]>;
  /** Facts about instance types. */
  readonly facts: AwsFacts;
}
