import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Site } from "../site";
import { nodePolicyArns, nodeTrust } from "./node-policies";

/** What a {@link NodeRole} is made from. */
export interface NodeRoleArgs {
  /** Where. */
  readonly site: Site;
  /** Physical name, 64 characters or fewer. */
  readonly roleName: string;
  /** For whose nodes; the role's description. */
  readonly description: string;
  /** Managed policy that bounds the role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
  /** Further inline policies by name, as JSON. Default: none. */
  readonly policies?: Readonly<Record<string, string>> | undefined;
}

/**
 * The IAM role of nodes, with what kubelet, the VPC CNI and image pulls need. Pods don't get at it (hop limit 1); they
 * have roles of their own.
 */
export class NodeRole extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:NodeRole", name, {}, opts);

    const role = new iam.Role(
      `${name}-role`,
      {
        name: args.roleName,
        description: args.description,
        assumeRolePolicy: JSON.stringify(nodeTrust(args.site.partition)),
        ...(args.permissionsBoundaryArn === undefined
          ? {}
          : { permissionsBoundary: args.permissionsBoundaryArn }),
        tags: { Name: args.roleName },
      },
      { parent: this },
    );
    for (const [policy, policyArn] of Object.entries(nodePolicyArns(args.site.partition))) {
      new iam.RolePolicyAttachment(`${name}-${policy}`, { role: role.name, policyArn }, { parent: this });
    }
    for (const [policyName, policy] of Object.entries(args.policies ?? {})) {
      new iam.RolePolicy(
        `${name}-${policyName}`,
        { role: role.name, name: policyName, policy },
        { parent: this },
      );
    }
    this.name = role.name;
    this.arn = role.arn;
    this.registerOutputs({ name: this.name, arn: this.arn });
  }
}
