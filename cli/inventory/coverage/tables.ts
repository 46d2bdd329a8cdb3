/** What a resource is asked about: its inputs, and those of all others of the environment. */
export interface Asked {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly name: string;
  /** Pulumi's own protection against deletion. */
  readonly protect: boolean;
  /** Inputs of the resources of a type. */
  readonly all: (type: string) => readonly Readonly<Record<string, unknown>>[];
}

/** True where the resource is as it has to be. */
export type Rule = (asked: Asked) => boolean;

/** A value inside of inputs, by keys and indices. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

const has =
  (...path: readonly (string | number)[]): Rule =>
  ({ inputs }) =>
    at(inputs, ...path) !== undefined;

const is =
  (expected: unknown, ...path: readonly (string | number)[]): Rule =>
  ({ inputs }) =>
    at(inputs, ...path) === expected;

const both =
  (...rules: readonly Rule[]): Rule =>
  (asked) =>
    rules.every((rule) => rule(asked));

/** How each type that stores something is encrypted. */
export const ENCRYPTION: Readonly<Record<string, Rule>> = {
  "aws:backup/vault:Vault": has("kmsKeyArn"),
  "aws:cloudtrail/trail:Trail": has("kmsKeyId"),
  "aws:cloudwatch/logGroup:LogGroup": has("kmsKeyId"),
  "aws:ec2/launchTemplate:LaunchTemplate": ({ inputs }) => {
    const volumes = at(inputs, "blockDeviceMappings");
    return (
      Array.isArray(volumes) &&
      volumes.length > 0 &&
      volumes.every(
        (one) => at(one, "ebs", "encrypted") === "true" && at(one, "ebs", "kmsKeyId") !== undefined,
      )
    );
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": has(
    "encryptionConfigurations",
    0,
    "kmsKey",
  ),
  "aws:efs/fileSystem:FileSystem": both(is(true, "encrypted"), has("kmsKeyId")),
  // Scratch file systems take no key of ours: FSx encrypts them with its own.
  "aws:fsx/lustreFileSystem:LustreFileSystem": ({ inputs }) =>
    at(inputs, "deploymentType") === "SCRATCH_2" || at(inputs, "kmsKeyId") !== undefined,
  "aws:rds/cluster:Cluster": both(is(true, "storageEncrypted"), has("kmsKeyId")),
  "aws:rds/clusterInstance:ClusterInstance": has("performanceInsightsKmsKeyId"),
  "aws:rds/instance:Instance": both(is(true, "storageEncrypted"), has("kmsKeyId")),
  "aws:s3/bucket:Bucket": ({ inputs, all }) =>
    all("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").some(
      (one) => at(one, "bucket") === at(inputs, "bucket"),
    ),
  "aws:secretsmanager/secret:Secret": has("kmsKeyId"),
  // Notices of interruptions: SQS' own key, as Karpenter's documentation has it.
  "aws:sqs/queue:Queue": is(true, "sqsManagedSseEnabled"),
  "aws:sns/topic:Topic": has("kmsMasterKeyId"),
  "eks:index:Cluster": has("encryptionConfigKeyArn"),
  "kubernetes:storage.k8s.io/v1:StorageClass": ({ inputs }) =>
    at(inputs, "provisioner") === "efs.csi.aws.com" || at(inputs, "parameters", "encrypted") === "true",
};

/** How each type that would take something with it is kept in production. */
export const PROTECTION: Readonly<Record<string, Rule>> = {
  "aws:backup/vault:Vault": ({ protect }) => protect,
  "aws:cognito/userPool:UserPool": is("ACTIVE", "deletionProtection"),
  "aws:efs/fileSystem:FileSystem": ({ protect }) => protect,
  "aws:kms/key:Key": is(30, "deletionWindowInDays"),
  "aws:rds/cluster:Cluster": both(is(true, "deletionProtection"), ({ protect }) => protect),
  "aws:rds/instance:Instance": both(is(true, "deletionProtection"), ({ protect }) => protect),
  "aws:s3/bucket:Bucket": ({ inputs, protect }) => protect && at(inputs, "forceDestroy") !== true,
  "aws:secretsmanager/secret:Secret": is(30, "recoveryWindowInDays"),
  "eks:index:Cluster": is(true, "deletionProtection"),
};

/** Types that store nothing: configuration, identities, routes and rules. Nothing of them is lost that is not code. */
export const STATELESS: ReadonlySet<string> = new Set([
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:backup/plan:Plan",
  "aws:backup/selection:Selection",
  "aws:backup/vaultPolicy:VaultPolicy",
  "aws:budgets/budget:Budget",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  "aws:cognito/userGroup:UserGroup",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/userPoolDomain:UserPoolDomain",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/flowLog:FlowLog",
  "aws:ec2/placementGroup:PlacementGroup",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
  "aws:efs/backupPolicy:BackupPolicy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy",
  "aws:efs/mountTarget:MountTarget",
  "aws:eks/accessEntry:AccessEntry",
  "aws:eks/addon:Addon",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
  "aws:guardduty/detector:Detector",
  "aws:guardduty/detectorFeature:DetectorFeature",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kms/alias:Alias",
  "aws:lambda/permission:Permission",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:route53/record:Record",
  "aws:route53/zone:Zone",
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:wafv2/webAcl:WebAcl",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  "awsx:ec2:Vpc",
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass",
]);
