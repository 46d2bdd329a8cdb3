import * as pulumi from "@pulumi/pulumi";

/** Arguments of a {@link DataGuard}. */
export interface DataGuardArgs {
  /** The tenant's name, which is its namespace's name too; another one is another guard. */
  readonly tenant: string;
  /** Whether it lets the tenant go whatever that holds. */
  readonly dataMayBeLost: boolean;
  /** What outlives the tenant, such as its prefixes of S3; for the message. */
  readonly staying: readonly string[];
}

/**
 * Refuses to be deleted while a tenant holds what would be lost with it.
 *
 * Pulumi deletes in waves, first what nothing else depends on; where one deletion fails, no later wave begins. The
 * guard depends on all of its tenant and nothing depends on the guard, so that it is asked in the first wave, before
 * anything of the tenant goes.
 *
 * The tenant's namespace, on which everything in it depends, does not come through the guard, though then the guard
 * would see only what this program doesn't delete by itself: the home volume of a notebook that is taken out together
 * with its tenant would be gone before anybody asked. As it is, such a volume counts as data, and it is in a later
 * wave, as its notebook depends on it. What may go at the same time as the guard refuses is what nothing depends on: a
 * job, a notebook without its volume. The next `up` with the tenant in the program makes it again.
 */
export class DataGuard extends pulumi.CustomResource {
  constructor(name: string, args: DataGuardArgs, options: pulumi.CustomResourceOptions) {
    super("kubeflow-workloads:tenants:DataGuard", name, { ...args }, options);
  }
}
