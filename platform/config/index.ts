import * as z from "zod";
import { releaseVersions } from "../../manifests/releases";
import { addonNames } from "../addons/names";
import { componentNames } from "../components/names";
import { BackupsConfig } from "./backups";
import { DatabaseConfig } from "./database";
import { HardeningConfig } from "./hardening";
import { ImagesConfig } from "./images";
import { MeshConfig } from "./mesh";
import { NotebooksConfig } from "./notebooks";
import { ObservabilityConfig } from "./observability";
import { PipelinesConfig } from "./pipelines";
import { QueuesConfig } from "./queues";
import { ServingConfig } from "./serving";
import { SignOnConfig } from "./sign-on";
import { switches } from "./switches";
import { TenantsConfig } from "./tenants";
import { TrainingConfig } from "./training";

/** Keys of `kubeflow-platform:*` in Pulumi.<environment>.yaml. */
export const PlatformConfig = z.strictObject({
  /** Kubeflow release to install. Default: 26.03. */
  release: z.enum(releaseVersions, `one of ${releaseVersions.join(", ")}`).default("26.03"),
  /** Components to switch on or off; each has a default of its own (platform/components). */
  components: z.strictObject(switches(componentNames)).default({}),
  /** Add-ons beside Kubeflow to switch on or off; each has a default of its own (platform/addons). */
  addons: z.strictObject(switches(addonNames)).default({}),
  /** How people and programs sign in, and who may do what. */
  signOn: SignOnConfig.prefault({}),
  /** Istio: how pods talk to one another. */
  mesh: MeshConfig.prefault({}),
  /** Kubeflow Pipelines. */
  pipelines: PipelinesConfig.prefault({}),
  /** How the databases of Pipelines and Katib are reached, where they are outside of the cluster. */
  database: DatabaseConfig.prefault({}),
  /** KServe. */
  serving: ServingConfig.prefault({}),
  /** Training jobs. */
  training: TrainingConfig.prefault({}),
  /** Notebook servers. */
  notebooks: NotebooksConfig.prefault({}),
  /** What every tenant's namespace gets. */
  tenants: TenantsConfig.prefault({}),
  /** Kueue: who gets which nodes when not everybody can. */
  queues: QueuesConfig.prefault({}),
  /** Metrics and logs. */
  observability: ObservabilityConfig.prefault({}),
  /** Velero: what is kept of the cluster's objects. */
  backups: BackupsConfig.prefault({}),
  /** Replicas, priorities and what pods may do. */
  hardening: HardeningConfig.prefault({}),
  /** Where container images come from. */
  images: ImagesConfig.prefault({}),
});

/** See the schema of the same name. */
export type PlatformConfig = z.output<typeof PlatformConfig>;
