import * as z from "zod";
import { AwsOutputs } from "./aws";
import { InfraOutputs } from "./infra";
import { TenantTemplates } from "./tenants";

/** What workloads need of AWS itself. */
const Aws = z.object({
  /** `aws`, `aws-us-gov`, `aws-cn`. */
  partition: z.string().min(1),
  region: z.string().min(1),
  accountId: z.string().regex(/^\d{12}$/),
  /** KMS key of everything stored. */
  dataKeyArn: z.string().min(1),
  /** The role of every tenant, see {@link AwsOutputs}: a Pod Identity association gives it to a service account. */
  tenantRoleArn: z.string().min(1),
  fileSystems: AwsOutputs.shape.fileSystems,
});

/** Somebody whose tokens the gateways take. */
const TokenIssuer = z.object({
  /** The tokens' `iss`. */
  issuer: z.url(),
  /** Where its keys are, inside the cluster. Default: where the issuer's discovery document says. */
  jwksUri: z.url().optional(),
  /** Tokens must be for one of these. Default: anybody. */
  audiences: z.array(z.string()).optional(),
  /** The claim that says who somebody is: `email` of people, `sub` of service accounts. */
  userClaim: z.enum(["email", "sub"]),
});

/** Where requests and answers of models are kept, as an InferenceService's `logger` takes it. */
const RequestLogs = z.object({
  /** `s3://<bucket>`, with a prefix or without. */
  url: z.string().min(1),
  storage: z.record(z.string(), z.json()),
});

/**
 * What the platform stack exports. It hands on what workloads need of infra, so that they read one stack only.
 *
 * Public: a field may be added with a default; changing or removing one is a breaking release.
 */
export const PlatformOutputs = z.object({
  /** Version of this contract. */
  contractVersion: z.literal(1),
  environment: z.string().min(1),
  /** Kubeflow release that is installed, such as `26.03`. */
  release: z.string().min(1),
  /** Names of the components that are installed. */
  components: z.array(z.string()),
  /** Names of the add-ons that are there beside it. */
  addons: z.array(z.string()).default([]),
  cluster: InfraOutputs.shape.cluster,
  nodePools: InfraOutputs.shape.nodePools,
  storageClasses: InfraOutputs.shape.storageClasses,
  objectStorage: InfraOutputs.shape.objectStorage,
  /** Absent where the cluster is not on AWS. */
  aws: Aws.optional(),
  /** Where container images come from. */
  images: z
    .object({
      /** Registry or repository prefix → what stands in its place. */
      registries: z.record(z.string(), z.string()).default({}),
      /** Prefix of every image that `registries` does not name. */
      mirror: z.string().min(1).optional(),
      /** Whether workloads may have no image that `registries` doesn't know. */
      onlyMapped: z.boolean().default(false),
    })
    .prefault({}),
  /** Where people and programs go in. */
  endpoints: z.object({
    /** Base URL of the central dashboard. */
    dashboard: z.url(),
    /** Base URL of the Kubeflow Pipelines API. */
    pipelines: z.url(),
  }),
  signOn: z.object({
    /** OIDC issuer that signs the tokens of people. */
    issuer: z.url(),
    /** Where its keys are inside the cluster, for policies that read tokens. */
    jwksUri: z.url().default("http://dex.auth.svc.cluster.local:5556/dex/keys"),
    /** Audiences of service accounts' tokens that the gateways take, where the cluster has a public issuer. */
    audiences: z.array(z.string()).default(["pipelines.kubeflow.org"]),
    /** All whose tokens the gateways take. */
    tokenIssuers: z.array(TokenIssuer).default([]),
  }),
  pipelines: z.object({
    /** Where pipeline definitions are kept: as custom resources or in KFP's database. */
    definitions: z.enum(["kubernetes", "database"]),
  }),
  /** Models. */
  serving: z
    .object({
      /** What an InferenceService is made of that doesn't say so itself. */
      mode: z.enum(["Standard", "Knative"]).default("Standard"),
      /** Domain below which models have their host names, `<name>-<namespace>.<domain>`. */
      domain: z.string().min(1).default("example.com"),
      /** How they are reached there. */
      scheme: z.enum(["http", "https"]).default("http"),
      /** Where their requests are kept; absent where there is no S3. */
      requestLogs: RequestLogs.optional(),
    })
    .prefault({}),
  /** Absent where no queue holds jobs back. */
  queues: z
    .object({
      /** The LocalQueue that every tenant's namespace has. */
      localQueue: z.string().min(1),
      /** Priorities of jobs, from the least to the most urgent. */
      priorityClasses: z.array(z.string().min(1)),
    })
    .optional(),
  /** What every tenant's namespace gets. */
  tenants: TenantTemplates.prefault({}),
  /** Generated credentials, by what they open; secret. Empty where nobody signs in with a password. */
  credentials: z.record(z.string(), z.object({ username: z.string(), password: z.string() })),
});

/** See the schema of the same name. */
export type PlatformOutputs = z.output<typeof PlatformOutputs>;
