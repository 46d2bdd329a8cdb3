import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import type { EksConfig } from "../config/cluster";
import { arnOf, type Site } from "../site";
import { accessEntries } from "./access";
import { connectionOf, eksKubeconfig } from "./kubeconfig";
import type { AddonVersions } from "./resolve-addon-versions";

/** What a {@link Cluster} is made from. */
export interface ClusterArgs {
  /** Where it is, and how names begin. */
  readonly site: Site;
  /** `kubeflow-infra:cluster`. The control plane costs 0.10 USD an hour. */
  readonly config: EksConfig;
  readonly network: {
    readonly vpcId: pulumi.Input<string>;
    /** Subnets of the control plane's network interfaces, in two zones or more. */
    readonly privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Range that Kubernetes Services get their addresses from (`serviceRange` of infra/network). Changing it replaces
     * the cluster. Default: EKS chooses.
     */
    readonly serviceCidr?: string | undefined;
  };
  /** KMS key that encrypts Kubernetes' Secrets inside etcd. Changing it replaces the cluster. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** KMS key of the control plane's logs; its policy has to admit CloudWatch Logs. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Bounds the control plane's role. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
  /** Versions of the two add-ons that nodes need to become ready. */
  readonly addonVersions: Pick<AddonVersions, "vpc-cni" | "kube-proxy">;
  /** Tags of everything inside the EKS component, which the provider's default tags may not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The EKS control plane, its role and its logs, with those add-ons that have no pods before there are nodes.
 *
 * CoreDNS is not among them, and everything else that runs as a Deployment neither: EKS calls such an add-on active
 * once its pods run, the EKS component is not complete before its add-ons are, and nodes can't be made before the
 * component is complete. They would wait for each other. `ClusterAddons` has them, after the system nodes.
 *
 * No security groups are made: EKS makes one for each cluster, open inside of it, and puts it on the control plane's
 * interfaces and on managed nodes. Karpenter's nodes are given the same one. So all nodes talk to each other and to
 * the control plane without rules, and there is exactly one group with the cluster's tag on a node, which is what the
 * load balancer controller asks for. What pods may do is said by network policies.
 *
 * There is no IAM provider for the cluster's OIDC issuer: roles come by Pod Identity.
 */
export class Cluster extends pulumi.ComponentResource {
  /** The cluster's name, known once the cluster is there. */
  readonly clusterName: pulumi.Output<string>;
  /** URL of the API server. */
  readonly endpoint: pulumi.Output<string>;
  /** The authority that signed the API server's certificate, in base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** A kubeconfig with one context; secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Issuer of service account tokens, an https URL. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** The security group that EKS made: the one of the control plane and of all nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** The cluster's ARN. */
  readonly identifier: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Cluster", name, {}, opts);
    const { site, config } = args;

    const logs = this.logGroups(name, args);
    const { role, attachment } = this.role(name, args);
    const cluster = new eks.Cluster(
      name,
      { ...clusterSpec(args), serviceRole: role },
      // EKS would make the log group itself, without an end or a key; and it can't do anything without its policy.
      { parent: this, dependsOn: [attachment, ...logs] },
    );

    // Everything is read from outputs that are plain texts: those that are resources turn into their URN in a program
    // that has not loaded the very module that knows their type.
    const connection = cluster.kubeconfigJson.apply(connectionOf);
    this.clusterName = connection.apply(() => config.name);
    this.identifier = connection.apply(() => arnOf(site, "eks", `cluster/${config.name}`));
    this.endpoint = connection.endpoint;
    this.certificateAuthority = connection.certificateAuthority;
    this.kubeconfig = pulumi.secret(
      connection.apply((known) => eksKubeconfig({ ...known, name: config.name, region: site.region })),
    );
    this.oidcIssuer = cluster.oidcProviderUrl;
    this.securityGroupId = cluster.nodeSecurityGroupId;
    this.registerOutputs({
      clusterName: this.clusterName,
      identifier: this.identifier,
      endpoint: this.endpoint,
      certificateAuthority: this.certificateAuthority,
      kubeconfig: this.kubeconfig,
      oidcIssuer: this.oidcIssuer,
      securityGroupId: this.securityGroupId,
    });
  }

  private logGroups(name: string, { config, dataKeyArn }: ClusterArgs): cloudwatch.LogGroup[] {
    if (config.logs.types.length === 0) {
      return [];
    }
    // EKS writes to the group of this name and to no other.
    const group = `/aws/eks/${config.name}/cluster`;
    return [
      new cloudwatch.LogGroup(
        `${name}-logs`,
        {
          name: group,
          retentionInDays: config.logs.retentionDays,
          kmsKeyId: dataKeyArn,
          tags: { Name: group },
        },
        { parent: this },
      ),
    ];
  }

  private role(name: string, { site, permissionsBoundaryArn }: ClusterArgs) {
    const physical = `${site.clusterName}-cluster`;
    const role = new iam.Role(
      `${name}-role`,
      {
        name: physical,
        description: `EKS control plane of ${site.clusterName}`,
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" },
          ],
        }),
        ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: permissionsBoundaryArn }),
        tags: { Name: physical },
      },
      { parent: this },
    );
    const attachment = new iam.RolePolicyAttachment(
      `${name}-role-policy`,
      { role: role.name, policyArn: `arn:${site.partition}:iam::aws:policy/AmazonEKSClusterPolicy` },
      { parent: this },
    );
    return { role, attachment };
  }
}

function clusterSpec(args: ClusterArgs) {
  const { site, config, network, addonVersions } = args;
  const open = config.publicAccessCidrs.length > 0;
  return {
    name: config.name,
    version: config.kubernetesVersion,
    // At the end of standard support EKS upgrades instead of charging six times as much.
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: config.deletionProtection,

    authenticationMode: eks.AuthenticationMode.Api,
    accessEntries: accessEntries(site, config.accessEntries, args.tags),

    vpcId: network.vpcId,
    privateSubnetIds: network.privateSubnetIds,
    ...(network.serviceCidr === undefined ? {} : { kubernetesServiceIpAddressRange: network.serviceCidr }),
    endpointPrivateAccess: true,
    endpointPublicAccess: open,
    // The component refuses ranges beside a closed endpoint.
    ...(open ? { publicAccessCidrs: config.publicAccessCidrs } : {}),
    skipDefaultSecurityGroups: true,

    encryptionConfigKeyArn: args.secretsKeyArn,
    ...(config.logs.types.length === 0 ? {} : { enabledClusterLogTypes: config.logs.types }),

    skipDefaultNodeGroup: true,
    createOidcProvider: false,
    // Otherwise EKS installs the same three add-ons once more, unmanaged, for them to be overwritten.
    bootstrapSelfManagedAddons: false,
    vpcCniOptions: {
      addonVersion: addonVersions["vpc-cni"],
      enableNetworkPolicy: true,
      // Sixteen addresses at a time: as many pods fit on a small node as kubelet takes.
      enablePrefixDelegation: true,
      warmPrefixTarget: 1,
    },
    kubeProxyAddonOptions: { enabled: true, version: addonVersions["kube-proxy"] },
    corednsAddonOptions: { enabled: false },

    // Empty, but there: without it the component writes the AWS_PROFILE of whoever runs it into its provider.
    providerCredentialOpts: {},
    tags: { ...args.tags },
    clusterTags: { Name: config.name },
  } satisfies eks.ClusterArgs;
}
