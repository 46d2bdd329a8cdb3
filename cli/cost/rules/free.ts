/**
 * Types of resources that cost nothing by themselves. What is neither here nor has a rule counts as a price that is
 * unknown: a new kind of resource must not look free because nobody thought of its price.
 */
const FREE: readonly RegExp[] = [
  /^(pulumi|random|kubernetes|kubeflow|command|time|tls):/,
  /^aws:(iam|acm|ssm)\//,
  /^aws:ec2\/(securityGroup|securityGroupRule|defaultSecurityGroup|launchTemplate|placementGroup|subnet|tag|vpc|vpcDhcpOptions\w*|internetGateway|route|routeTable|routeTableAssociation|vpcEndpoint\w+):/,
  /^aws:vpc\/\w+:/,
  /^aws:ebs\/(encryptionByDefault|defaultKmsKey):/,
  /^aws:eks\/(addon|accessEntry|accessPolicyAssociation|podIdentityAssociation|identityProviderConfig):/,
  /^aws:s3\/bucket(?!V2:|:)\w+:/,
  /^aws:s3\/(accountPublicAccessBlock|bucketPolicy):/,
  /^aws:efs\/(mountTarget|accessPoint|backupPolicy|fileSystemPolicy):/,
  /^aws:fsx\/dataRepositoryAssociation:/,
  /^aws:rds\/(parameterGroup|clusterParameterGroup|subnetGroup|optionGroup):/,
  /^aws:cloudwatch\/(event\w+|logResourcePolicy|logSubscriptionFilter|logMetricFilter):/,
  /^aws:sqs\/queuePolicy:/,
  /^aws:kms\/(alias|keyPolicy|grant):/,
  /^aws:secretsmanager\/secret(Version|Policy|Rotation):/,
  /^aws:route53\/(record|delegationSet):/,
  /^aws:cognito\/(userPoolClient|userPoolDomain|userGroup|resourceServer|managedLoginBranding|userPoolUICustomization):/,
  /^aws:ecr\/(lifecyclePolicy|repositoryCreationTemplate|repositoryPolicy|registryPolicy|registryScanningConfiguration):/,
  /^aws:backup\/(vault|selection|vaultPolicy|vaultLockConfiguration|vaultNotifications|regionSettings):/,
  /^aws:budgets\/budget:/,
  /^aws:guardduty\/(detectorFeature|organization\w*):/,
  /^aws:wafv2\/(webAclAssociation|webAclLoggingConfiguration|ipSet|regexPatternSet):/,
  /^aws:lb\/(listener|listenerRule|targetGroup|targetGroupAttachment):/,
  /^aws:sns\/topicPolicy:/,
  /^aws:lambda\/permission:/,
];

/** Whether a type of resource is known to cost nothing. */
export function isFree(type: string): boolean {
  return FREE.some((pattern) => pattern.test(type));
}
