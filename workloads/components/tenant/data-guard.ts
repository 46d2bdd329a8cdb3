import * as pulumi from "@pulumi/pulumi";

/** Arguments of a {@link DataGuard}. */
export interface DataGuardArgs {
  /** The tenant's name, which is its namespace's name too; another one is another guard. */
  readonly tenant: string;
  /** Whether it lets the tenant go whatever that holds. */
  readonly dataMayBeLost: boolean;
  /** What outlives the tenant, such as its prefixes of S3; for the message. */
  readonly staying: readonly string[];
  /** What the guard is asked before; only that it depends on it counts. */
  readonly after: pulumi.Input<string>;
}

/**
 * Refuses to be deleted while a tenant holds what would be lost with it.
 *
 * Pulumi deletes in waves: first what has the longest chain of dependencies below it, last what depends on nothing;
 * where one deletion fails, no later wave begins. (That nothing depends on a thing doesn't put it into the first wave:
 * seen with `destroy`, where a notebook's home volume went in the same wave as a guard that knew only its tenant.) So
 * the guard depends on all of its tenant, and on what the program puts into it (`contents` of the tenant): then it is
 * asked before any of that goes.
 *
 * The tenant's namespace, on which everything in it depends, does not come through the guard, though then the guard
 * would see only what this program doesn't delete by itself: the home volume of a notebook that is taken out together
 * with its tenant would be gone before anybody asked. As it is, such a volume counts as data.
 */
export class DataGuard extends pulumi.CustomResource {
  constructor(name: string, args: DataGuardArgs, options: pulumi.CustomResourceOptions) {
    super("kubeflow-workloads:tenants:DataGuard", name, { ...args }, options);
  }
}
