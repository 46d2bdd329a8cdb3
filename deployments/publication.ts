import * as z from "zod";
import { InfraOutputs, PlatformOutputs, WorkloadsOutputs } from "../contract";

/**
 * What the front door publishes: all that other teams may rely on, and nothing secret.
 *
 * Public: a field may be added with a default; changing or removing one is a breaking release and another
 * `contractVersion`.
 */
export const PublishedOutputs = z.object({
  /** Version of this contract. */
  contractVersion: z.literal(1),
  /** Name of the environment. */
  environment: z.string().min(1),
  /** Where it runs. */
  provider: InfraOutputs.shape.provider,
  /** AWS region, where it runs on AWS. */
  region: z.string().min(1).optional(),
  /** The cluster, without what opens it. */
  cluster: InfraOutputs.shape.cluster.pick({
    name: true,
    kubernetesVersion: true,
    endpoint: true,
    oidcIssuer: true,
    simulated: true,
  }),
  /** Node pools that workloads may ask for by name. */
  nodePools: z.array(
    InfraOutputs.shape.nodePools.element.pick({ name: true, architecture: true, accelerator: true }),
  ),
  /** Names of storage classes. */
  storageClasses: InfraOutputs.shape.storageClasses,
  /** Where pipeline artifacts and models are. */
  objectStorage: InfraOutputs.shape.objectStorage,
  /** Kubeflow release. */
  release: PlatformOutputs.shape.release,
  /** Names of the components that are installed. */
  components: PlatformOutputs.shape.components,
  /** Where people and programs go in. */
  endpoints: PlatformOutputs.shape.endpoints,
  /** Who signs the tokens of people. */
  signOn: PlatformOutputs.shape.signOn,
  /** Tenants by name. */
  tenants: WorkloadsOutputs.shape.tenants,
});

/** See the schema of the same name. */
export type PublishedOutputs = z.output<typeof PublishedOutputs>;

/**
 * What is published of the outputs of the three stacks.
 *
 * The schema takes out of them what it names: an output that a stack gets tomorrow is not published until it is named.
 */
export function publication(
  infra: InfraOutputs,
  platform: PlatformOutputs,
  workloads: WorkloadsOutputs,
): PublishedOutputs {
  return PublishedOutputs.parse({
    contractVersion: 1,
    environment: platform.environment,
    provider: infra.provider,
    ...(infra.aws === undefined ? {} : { region: infra.aws.region }),
    cluster: infra.cluster,
    nodePools: infra.nodePools,
    storageClasses: infra.storageClasses,
    objectStorage: infra.objectStorage,
    release: platform.release,
    components: platform.components,
    endpoints: platform.endpoints,
    signOn: platform.signOn,
    tenants: workloads.tenants,
  });
}
