import * as z from "zod";
import { InfraOutputs } from "./infra";
import { TenantTemplates } from "./tenants";

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
  }),
  pipelines: z.object({
    /** Where pipeline definitions are kept: as custom resources or in KFP's database. */
    definitions: z.enum(["kubernetes", "database"]),
  }),
  /** What every tenant's namespace gets. */
  tenants: TenantTemplates.prefault({}),
  /** Generated credentials, by what they open; secret. Empty where nobody signs in with a password. */
  credentials: z.record(z.string(), z.object({ username: z.string(), password: z.string() })),
});

/** See the schema of the same name. */
export type PlatformOutputs = z.output<typeof PlatformOutputs>;
