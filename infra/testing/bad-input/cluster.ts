import type { BadInput } from "./bad-input";

/** The cluster, who gets into it, keys and the account. */
export const badClusters: readonly BadInput[] = [
  {
    what: "an unknown kind of cluster",
    in: "prod",
    set: { cluster: { kind: "ecs" } },
    path: "cluster.kind",
    says: /^kind is one of simulated, existing, kind, eks$/,
  },
  {
    what: "a Kubernetes version that EKS supports no more",
    in: "prod",
    set: { cluster: { kubernetesVersion: "1.29" } },
    path: "cluster.kubernetesVersion",
    says: /^one of 1\.34, 1\.35, 1\.36, one minor at a time$/,
  },
  {
    what: "a Kubernetes version two minors ahead",
    in: "dev",
    set: { cluster: { kubernetesVersion: "1.37" } },
    path: "cluster.kubernetesVersion",
    says: /^one of 1\.34, 1\.35, 1\.36, one minor at a time$/,
  },
  {
    what: "a Kubernetes patch version",
    in: "prod",
    set: { cluster: { kubernetesVersion: "1.35.2" } },
    path: "cluster.kubernetesVersion",
    says: /^a Kubernetes minor version in quotes, such as "1\.35"$/,
  },
  {
    what: "the API server open to the internet in production",
    in: "prod",
    set: { cluster: { publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/1"] } },
    path: "cluster.publicAccessCidrs.1",
    says: /^production must not open the API server to the internet: name the networks that need it$/,
  },
  {
    what: "no deletion protection of the cluster in production",
    in: "prod",
    set: { cluster: { deletionProtection: false } },
    path: "cluster.deletionProtection",
    says: /^true in production; or set tier to development$/,
  },
  {
    what: "a cluster's name in capitals",
    in: "prod",
    set: { cluster: { name: "Kubeflow" } },
    path: "cluster.name",
    says: /^lower-case letters, digits and dashes, beginning with a letter$/,
  },
  {
    what: "a cluster's name that is too long for what is named after it",
    in: "prod",
    set: { cluster: { name: "kubeflow-production-us-west-two" } },
    path: "cluster.name",
    says: /^30 characters or fewer$/,
  },
  {
    what: "a role of another partition",
    in: "prod",
    set: {
      cluster: {
        accessEntries: {
          support: { roleArn: "arn:aws-cn:iam::111122223333:role/support" },
        },
      },
    },
    path: "cluster.accessEntries.support.roleArn",
    says: /^us-west-2 is in partition aws: arn:aws:…$/,
  },
  {
    what: "a user in place of a role",
    in: "prod",
    set: {
      cluster: {
        accessEntries: {
          support: { roleArn: "arn:aws:iam::111122223333:user/ann" },
        },
      },
    },
    path: "cluster.accessEntries.support.roleArn",
    says: /^the ARN of an IAM role, such as arn:aws:iam::111122223333:role\/admin$/,
  },
  {
    what: "a permissions boundary of another partition",
    in: "prod",
    set: {
      identity: {
        permissionsBoundaryArn: "arn:aws-us-gov:iam::111122223333:policy/boundary",
      },
    },
    path: "identity.permissionsBoundaryArn",
    says: /^us-west-2 is in partition aws: arn:aws:…$/,
  },
  {
    what: "a key for Secrets of another region",
    in: "prod",
    set: {
      cluster: {
        secretsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
      },
    },
    path: "cluster.secretsKeyArn",
    says: /^a key of this region: arn:aws:kms:us-west-2:…$/,
  },
  {
    what: "a key for data of another region",
    in: "dev",
    set: {
      encryption: {
        dataKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
      },
    },
    path: "encryption.dataKeyArn",
    says: /^a key of this region: arn:aws:kms:us-west-2:…$/,
  },
  {
    what: "the alias of a key",
    in: "dev",
    set: {
      encryption: {
        dataKeyArn: "arn:aws:kms:us-west-2:111122223333:alias/data",
      },
    },
    path: "encryption.dataKeyArn",
    says: /^the ARN of a KMS key, not of an alias$/,
  },
  {
    what: "a short time to take back the deletion of a key in production",
    in: "prod",
    set: { encryption: { deletionWindowDays: 7 } },
    path: "encryption.deletionWindowDays",
    says: /^30 in production: a key that is gone takes all that it encrypted with it$/,
  },
  {
    what: "an add-on that is not installed",
    in: "prod",
    set: { cluster: { addonVersions: { "vpc-cnii": "v1.22.3-eksbuild.1" } } },
    path: "cluster.addonVersions.vpc-cnii",
    says: /^no add-on of this name is installed; infra\/cluster\/addon-versions\.ts has their names$/,
  },
  {
    what: "an add-on's version without its build",
    in: "prod",
    set: { cluster: { addonVersions: { "vpc-cni": "v1.22.3" } } },
    path: "cluster.addonVersions.vpc-cni",
    says: /^a version such as v1\.2\.3-eksbuild\.1$/,
  },
  {
    what: "an account id of eleven digits",
    in: "prod",
    set: { accountId: "11112222333" },
    path: "accountId",
    says: /^an AWS account id: twelve digits in quotes$/,
  },
  {
    what: "no account id",
    in: "prod",
    set: { accountId: undefined },
    path: "accountId",
    says: /^an AWS account id: twelve digits in quotes$/,
  },
  {
    what: "an unknown key at the top",
    in: "prod",
    set: { nodePool: [] },
    path: "nodePool",
    says: /^unknown key \(did you mean nodePools\?\); known keys: tier, region, /,
  },
  {
    what: "an unknown key inside a structure",
    in: "prod",
    set: { cluster: { deletionProtecton: true } },
    path: "cluster.deletionProtecton",
    says: /^unknown key \(did you mean deletionProtection\?\); known keys: /,
  },
  {
    what: "an unknown tier",
    in: "dev",
    set: { tier: "staging" },
    path: "tier",
    says: /^Invalid option: expected one of "development"\|"production"$/,
  },
];
