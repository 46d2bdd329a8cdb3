import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelOf } from "./names";
import type { TenantArgs } from "./tenant-args";
import { dataClaims, modelsVolume, type VolumeClaim } from "./volumes";

/** Many classes bind only when a pod comes; waiting for that here would never end. */
const withoutWaiting = { annotations: { "pulumi.com/skipAwait": "true" } };

/** Where a tenant's claims are made. */
export interface Room {
  /** Its namespace, once things can be put into it. */
  readonly room: pulumi.Output<string>;
  /** The Profile, with which the namespace goes. */
  readonly profile: pulumi.Resource;
}

/** The volume of a tenant's models where it has one: a volume of the cluster, not of the namespace. */
export function makeModelsVolume(name: string, args: TenantArgs, parent: pulumi.Resource): pulumi.Resource[] {
  if (args.modelsVolume === undefined) {
    return [];
  }
  const { volume, claim } = modelsVolume(labelOf(name), name, args.modelsVolume, args.platform);
  return [new k8s.core.v1.PersistentVolume(`${name}/${claim.name}`, volume, { parent })];
}

/**
 * The claims of a tenant's volumes. All of them go with the namespace: a deletion before that would wait for pods that
 * mount them, which go with it.
 */
export function makeClaims(
  name: string,
  args: TenantArgs,
  { room, profile }: Room,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const make = (claim: VolumeClaim, options: pulumi.CustomResourceOptions) =>
    new k8s.core.v1.PersistentVolumeClaim(
      `${name}/${claim.name}`,
      { metadata: { name: claim.name, namespace: room, ...withoutWaiting }, spec: claim.spec },
      { parent, ...options },
    );
  const data = dataClaims(labelOf(name), args, args.platform);
  const models =
    args.modelsVolume === undefined
      ? []
      : [modelsVolume(labelOf(name), name, args.modelsVolume, args.platform).claim];
  return [
    ...data.map((claim) => make(claim, { retainOnDelete: true })),
    ...models.map((claim) => make(claim, { deletedWith: profile })),
  ];
}
