import * as pulumi from "@pulumi/pulumi";
import type { CrdReference } from "./store";

/** Arguments of a {@link CrdBundle}. */
export interface CrdBundleArgs {
  /** The definitions: names and digests; their texts are in the machine's cache. */
  readonly crds: readonly CrdReference[];
  /**
   * Delete the definitions with the bundle, and with them every object of their kinds. Default: false,
   * because deleting one definition (Profiles, say) deletes every tenant.
   */
  readonly deleteWithBundle?: boolean;
  /**
   * Whether pods answer the webhooks that convert objects between a definition's versions. Default: true. Where pods are
   * simulated nobody does, and the API server's own controllers would ask again for ever, several times a second: there
   * objects only get another `apiVersion` (strategy `None`).
   */
  readonly servesWebhooks?: boolean;
}

/**
 * All CustomResourceDefinitions of one Kubeflow component as one resource.
 *
 * As a resource each, Kubeflow's 74 definitions are 15 of 19.6 MB of state and make `up` quadratic. The
 * bundle's state holds names and digests; the provider applies the texts server-side, waits until each is
 * Established, and reads them back on refresh. A preview shows which definitions change.
 */
export class CrdBundle extends pulumi.CustomResource {
  /** Digest of each definition that is applied, by name. */
  declare readonly definitions: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: CrdBundleArgs, options: pulumi.CustomResourceOptions) {
    const definitions = Object.fromEntries(args.crds.map((crd) => [crd.name, crd.digest]));
    super(
      "kubeflow:manifests:CrdBundle",
      name,
      {
        definitions,
        deleteWithBundle: args.deleteWithBundle ?? false,
        servesWebhooks: args.servesWebhooks ?? true,
        live: undefined,
      },
      options,
    );
  }
}
