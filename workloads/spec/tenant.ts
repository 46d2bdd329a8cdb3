import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";

/** The most that a tenant's pods and volumes may ask for together. What is left out is not limited. */
export interface Quota {
  /** Processor cores. */
  readonly cpu?: number | undefined;
  /** Memory in GiB. */
  readonly memoryGiB?: number | undefined;
  /** NVIDIA GPUs. */
  readonly gpus?: number | undefined;
  /** Disk in GiB, over all volume claims. */
  readonly storageGiB?: number | undefined;
}

/**
 * The service account of a tenant's own programs: it may what the tenant's contributors may, and EKS Pod Identity gives
 * it the tenant's role (docs/sign-on.md).
 */
export const tenantAccount = "default-editor";

/** A tenant as things in it need it: the component `Tenant` is one. */
export interface TenantHandle {
  /** The tenant's name, which is its namespace's name too. */
  readonly name: string;
  /** The same, known once things can be put into it. */
  readonly namespace: pulumi.Output<string>;
  /** The most that it may use; what is asked for is held against it. Default: no limits. */
  readonly quota?: Quota | undefined;
}

/** A tenant: the component, or the name of one that is there already. */
export type TenantReference = string | TenantHandle;

/** What every component of this room is made with. */
export interface WorkloadArgs {
  /** The tenant in whose namespace it is: a `Tenant`, or the name of one that is there already. */
  readonly tenant: TenantReference;
  /** The platform that carries it: what `readPlatform()` gives. */
  readonly platform: PlatformOutputs;
}

/** The plain name of a tenant, for what is put together and checked before anything is registered. */
export function tenantName(tenant: TenantReference): string {
  return typeof tenant === "string" ? tenant : tenant.name;
}

/** The namespace to put an object into; it waits for the tenant where that is made by the same program. */
export function namespaceOf(tenant: TenantReference): pulumi.Input<string> {
  return typeof tenant === "string" ? tenant : tenant.namespace;
}

/** What some pods ask for together. */
export interface Demand {
  readonly cpu: number;
  readonly memoryGiB: number;
  readonly gpus: number;
}

/**
 * Holds what pods ask for together against their tenant's quota: more than that would wait for ever.
 *
 * @param owner who asks, for messages: `TrainJob "name"`
 * @throws UserError naming each amount that the quota is too small for
 */
export function checkQuota(owner: string, tenant: TenantReference, demand: Demand): void {
  const quota = typeof tenant === "string" ? {} : (tenant.quota ?? {});
  const tooSmall = (["cpu", "memoryGiB", "gpus"] as const).flatMap((key) => {
    const most = quota[key];
    return most !== undefined && demand[key] > most ? [`${key} ${demand[key]} of ${most}`] : [];
  });
  if (tooSmall.length > 0) {
    throw new UserError(
      `${owner} asks for more than tenant "${tenantName(tenant)}" may use: ${tooSmall.join(", ")}`,
      "raise the tenant's quota, or ask for less",
    );
  }
}
