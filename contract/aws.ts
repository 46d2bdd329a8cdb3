import * as z from "zod";

/** A Kubernetes object whose kind only the platform can install, such as a Karpenter NodePool. */
const Manifest = z.record(z.string(), z.unknown());

const Karpenter = z.object({
  /** SQS queue of interruption notices. */
  interruptionQueue: z.string().min(1),
  /** IAM role of the nodes that it starts. */
  nodeRoleName: z.string().min(1),
  /** EC2NodeClass objects, for the platform to register once Karpenter's CRDs are there. */
  nodeClasses: z.array(Manifest),
  /** NodePool objects, one a pool of `nodePools`. */
  nodePools: z.array(Manifest),
});

const SignOn = z.object({
  /** OIDC issuer. */
  issuer: z.url(),
  clientId: z.string().min(1),
  /** ARN of the Secrets Manager secret whose text is the client secret. */
  clientSecretArn: z.string().min(1),
  /** Where a browser is sent to so that the provider forgets who it is, and back to the dashboard; where known. */
  logoutUrl: z.url().optional(),
});

const ModelsEdge = z.object({
  /** Models answer at `<name>-<namespace>.<it>`. */
  domain: z.string().min(1),
  /** Route53 hosted zone of its records; may be that of the edge. */
  zoneId: z.string().min(1),
  /** Further certificate for the load balancer. */
  certificateArn: z.string().min(1),
});

const Edge = z.object({
  /** Where the dashboard is to be found. */
  domain: z.string().min(1),
  /** Route53 hosted zone of the domain. */
  zoneId: z.string().min(1),
  /** Certificate for the load balancer. */
  certificateArn: z.string().min(1),
  /** The domain that models have for themselves. Absent where they answer below `domain`. */
  models: ModelsEdge.optional(),
  /** Web ACL for the load balancer, where there is one. */
  webAclArn: z.string().min(1).optional(),
  /** Subnets of the load balancer. */
  subnetIds: z.array(z.string()),
  /** `internet-facing` where there are public subnets. */
  scheme: z.enum(["internet-facing", "internal"]),
  signOn: SignOn,
});

/** What only an environment on AWS has. */
export const AwsOutputs = z.object({
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  partition: z.string().min(1),
  region: z.string().min(1),
  accountId: z.string().regex(/^\d{12}$/),
  vpcId: z.string().min(1),
  privateSubnetIds: z.array(z.string()).min(1),
  availabilityZones: z.array(z.string()).min(1),
  /** KMS key of everything stored. */
  dataKeyArn: z.string().min(1),
  buckets: z.object({
    artifacts: z.string().min(1),
    models: z.string().min(1),
    logs: z.string().min(1),
    backups: z.string().min(1),
  }),
  /** IAM roles by what uses them; their Pod Identity associations are there already. */
  roleArns: z.record(z.string(), z.string()),
  /**
   * The role of every tenant: a Pod Identity association with it, made for a service account of a namespace, gives
   * s3://<artifacts>/<namespace>/ and s3://<models>/<namespace>/ and nothing else.
   */
  tenantRoleArn: z.string().min(1),
  /** Absent where nodes are managed node groups. */
  karpenter: Karpenter.optional(),
  fileSystems: z.object({
    efsId: z.string().min(1).optional(),
    lustre: z.object({ id: z.string(), dnsName: z.string(), mountName: z.string() }).optional(),
  }),
  /** Absent where no domain is configured. */
  edge: Edge.optional(),
  /** Prefix to put in place of a registry's host in image references, by that host. */
  imageRegistries: z.record(z.string(), z.string()),
  /** Prefix for all images where a mirror holds them. */
  imageMirror: z.string().min(1).optional(),
  /** Where alerts of the platform go; Alertmanager's role may publish there. Absent where no topic is configured. */
  alerts: z
    .object({
      /** ARN of the SNS topic, which may be of another region. */
      topicArn: z.string().min(1),
    })
    .optional(),
});

/** See the schema of the same name. */
export type AwsOutputs = z.output<typeof AwsOutputs>;
