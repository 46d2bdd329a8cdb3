import { PodIdentityAssociation } from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { IdentityConfig } from "../config/operations";
import type { Site } from "../site";
import type { BucketNames } from "./names";
import { policyText, type PolicyDocument, type TrustDocument } from "./policy-document";
import {
  type PolicyFacts,
  type Presence,
  type RoleEntry,
  type RoleKey,
  roleName,
  rolesOf,
  tenantRoleName,
} from "./roles";
import { tenant } from "./tenant";
import { trustNamespaces, trustServiceAccounts } from "./trust";

/** The topic of alerts, as far as Alertmanager's role is about it. */
export interface AlertTopicArgs {
  readonly topicArn: pulumi.Input<string>;
  /** ARN of the KMS key that encrypts it. Default: it isn't encrypted. */
  readonly keyArn?: pulumi.Input<string> | undefined;
}

/** What an {@link Identity} is made from. */
export interface IdentityArgs {
  /** Where the roles are, and how their names begin. */
  readonly site: Site;
  /** `kubeflow-infra:identity`: the boundary of all roles, where there is one. */
  readonly config: IdentityConfig;
  /** Name of the EKS cluster, as an output of it: associations wait until the cluster is there. */
  readonly clusterName: pulumi.Input<string>;
  /** The buckets, by their plain names. */
  readonly buckets: BucketNames;
  /** ARN of the KMS key of everything stored. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Id of the VPC, in which the load balancer controller changes security groups. */
  readonly vpcId: pulumi.Input<string>;
  /** Whether Karpenter starts the nodes. Without it its controller gets no role. */
  readonly karpenter: boolean;
  /** Ids of the hosted zones with the platform's records. Default: none, and no role for external-dns. */
  readonly zoneIds?: readonly pulumi.Input<string>[] | undefined;
  /** Id of the EFS file system. Default: none, and no role for its driver. */
  readonly fileSystemId?: pulumi.Input<string> | undefined;
  /** The topic that alerts go to. Default: none, and no role for Alertmanager. */
  readonly alertTopic?: AlertTopicArgs | undefined;
  /** ARN of the secret with the database's password, which RDS has named. Default: none. */
  readonly databaseSecretArn?: pulumi.Input<string> | undefined;
  /** Whole ARNs of further secrets for the cluster whose names don't begin with `<cluster>/`. Default: none. */
  readonly secretArns?: readonly pulumi.Input<string>[] | undefined;
}

/**
 * IAM for pods, by EKS Pod Identity: a role for each program of the platform that speaks with AWS, tied to its
 * service account, and one role for all tenants. No key anywhere. IAM costs nothing.
 *
 * Roles have inline policies: each is one program's and goes with it.
 */
export class Identity extends pulumi.ComponentResource {
  /** ARNs of the platform's roles by their keys; known once their permissions are there. */
  readonly roleArns: Readonly<Record<string, pulumi.Output<string>>>;
  /**
   * ARN of the tenants' role: an association of a service account in a namespace with it gives that namespace's
   * prefix in the artifacts and models buckets, and nothing else.
   */
  readonly tenantRoleArn: pulumi.Output<string>;

  private readonly facts: pulumi.Output<PolicyFacts>;

  /**
   * @param name how the names of its resources begin
   */
  constructor(
    private readonly name: string,
    private readonly args: IdentityArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("kubeflow:infra:Identity", name, {}, opts);

    this.facts = factsOf(args);
    const made = rolesOf(presenceOf(args)).map(({ key, entry }) => [key, this.makeRole(key, entry)] as const);
    this.roleArns = Object.fromEntries(made);
    this.tenantRoleArn = this.makeTenantRole();
    this.registerOutputs({ roleArns: this.roleArns, tenantRoleArn: this.tenantRoleArn });
  }

  /**
   * ARN of one of the platform's roles, known once its permissions are there.
   *
   * @throws Error where the site has no such role: no zone, no file system, no Karpenter
   */
  roleArn(key: RoleKey): pulumi.Output<string> {
    const arn = this.roleArns[key];
    if (arn === undefined) {
      throw new Error(`this site has no role ${key}; it has ${Object.keys(this.roleArns).join(", ")}`);
    }
    return arn;
  }

  private makeRole(key: RoleKey, entry: RoleEntry): pulumi.Output<string> {
    const { site } = this.args;
    const { role, permissions, arn } = this.makeRoleWith({
      suffix: entry.suffix,
      physicalName: roleName(site, key),
      description: entry.description,
      trust: trustServiceAccounts(site, entry),
      permissions: (facts) => entry.policy(site, facts),
    });
    if (entry.associatedBy === "identity") {
      this.associate(entry, role, permissions);
    }
    return arn;
  }

  private makeTenantRole(): pulumi.Output<string> {
    const { site } = this.args;
    return this.makeRoleWith({
      suffix: "tenant",
      physicalName: tenantRoleName(site),
      description: "Tenants: the prefix of their namespace in the artifacts and models buckets",
      trust: trustNamespaces(site),
      permissions: ({ buckets, dataKeyArn }) => tenant(site, buckets, dataKeyArn),
    }).arn;
  }

  private makeRoleWith(spec: RoleSpec) {
    const role = new iam.Role(
      `${this.name}-${spec.suffix}`,
      {
        name: spec.physicalName,
        description: spec.description,
        assumeRolePolicy: policyText(spec.trust),
        permissionsBoundary: this.args.config.permissionsBoundaryArn,
        tags: { Name: spec.physicalName },
      },
      { parent: this },
    );
    const permissions = new iam.RolePolicy(
      `${this.name}-${spec.suffix}`,
      {
        name: "permissions",
        role: role.name,
        policy: this.facts.apply((facts) => policyText(spec.permissions(facts))),
      },
      { parent: this },
    );
    const arn = pulumi.all([role.arn, permissions.id]).apply(([roleArn]) => roleArn);
    return { role, permissions, arn };
  }

  private associate(entry: RoleEntry, role: iam.Role, permissions: iam.RolePolicy): void {
    for (const serviceAccount of entry.serviceAccounts) {
      new PodIdentityAssociation(
        `${this.name}-${entry.namespace}-${serviceAccount}`,
        {
          clusterName: this.args.clusterName,
          namespace: entry.namespace,
          serviceAccount,
          roleArn: role.arn,
          tags: { Name: `${this.args.site.clusterName}-${entry.suffix}` },
        },
        // A pod that starts right away finds its permissions.
        { parent: this, dependsOn: permissions },
      );
    }
  }
}

/** What a role of this component is made from. */
interface RoleSpec {
  readonly suffix: string;
  readonly physicalName: string;
  readonly description: string;
  readonly trust: TrustDocument;
  readonly permissions: (facts: PolicyFacts) => PolicyDocument;
}

function presenceOf({ karpenter, zoneIds = [], fileSystemId, alertTopic }: IdentityArgs): Presence {
  return {
    karpenter,
    zone: zoneIds.length > 0,
    fileSystem: fileSystemId !== undefined,
    alertTopic: alertTopic !== undefined,
  };
}

function factsOf(args: IdentityArgs): pulumi.Output<PolicyFacts> {
  return pulumi
    .all([
      args.dataKeyArn,
      args.vpcId,
      pulumi.all([...(args.zoneIds ?? [])]),
      pulumi.all(given(args.fileSystemId)),
      pulumi.all([...given(args.databaseSecretArn), ...(args.secretArns ?? [])]),
      pulumi.output(given(args.alertTopic).map(({ topicArn, keyArn }) => ({ topicArn, keyArn }))),
    ])
    .apply(([dataKeyArn, vpcId, zoneIds, fileSystemIds, secretArns, alertTopics]) => ({
      buckets: args.buckets,
      dataKeyArn,
      vpcId,
      zoneIds,
      fileSystemIds,
      secretArns,
      alertTopics,
    }));
}

function given<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}
