import { UserError } from "../config/errors";
import type { PlatformOutputs } from "../contract";
import { checkTenant } from "./components/tenant/checks";
import type { TenantConfig, WorkloadsConfig } from "./config";
import { type ExampleName, examples as catalogue, type Obstacle, withoutComponent } from "./examples";

/** The entry of the platform's generated credentials with which a person signs in to the dashboard. */
const signInCredential = "dashboard";

/** Name of the tenant that there is where none is configured. */
const defaultTenant = "team-a";

/** What will be registered. */
export interface Plan {
  readonly tenants: readonly TenantConfig[];
  /** The examples that are made, with the name of the tenant that each belongs to. */
  readonly examples: ReadonlyMap<ExampleName, string>;
  /** For people: those that are on by default but can't be made, by the reason. */
  readonly leftOut: readonly string[];
}

/**
 * Decides what is registered, and finds every mistake that can be known before anything is.
 *
 * @throws UserError for a tenant that can't be, an example that was asked for and can't be made, an unknown pool
 */
export function planWorkloads(config: WorkloadsConfig, platform: PlatformOutputs): Plan {
  const tenants = planTenants(config, platform);
  const examples = new Map<ExampleName, string>();
  const leftOut = new Map<string, ExampleName[]>();
  for (const name of namesOf(catalogue)) {
    const settings = config.examples[name];
    if (!(settings.enabled ?? config.examples.enabled)) {
      continue;
    }
    const obstacle = obstacleTo(name, config, tenants, platform);
    if (obstacle === undefined) {
      examples.set(name, tenantOf(name, settings.tenant, tenants));
    } else if (settings.enabled === true) {
      throw new UserError(
        `${key(name)}.enabled is true, but ${obstacle.reason}`,
        `${obstacle.wayOut}, or remove the key`,
      );
    } else {
      const why = `${obstacle.reason}. To change that, ${obstacle.wayOut}.`;
      leftOut.set(why, [...(leftOut.get(why) ?? []), name]);
    }
  }
  return {
    tenants,
    examples,
    leftOut: Array.from(leftOut, ([why, names]) => `Left out: ${names.join(", ")}, as ${why}`),
  };
}

function planTenants(config: WorkloadsConfig, platform: PlatformOutputs): readonly TenantConfig[] {
  const owner = platform.credentials[signInCredential]?.username;
  const tenants = config.tenants ?? (owner === undefined ? [] : [{ name: defaultTenant, owner, quota: {} }]);
  const seen = new Set<string>();
  for (const { name, ...settings } of tenants) {
    checkTenant(name, settings, platform);
    if (seen.has(name)) {
      throw new UserError(
        `kubeflow-workloads:tenants names "${name}" twice: a tenant is one namespace`,
        "give each tenant a name of its own",
      );
    }
    seen.add(name);
  }
  if (tenants.length > 0 && !platform.components.includes("profiles")) {
    throw new UserError(
      "tenants need the platform component profiles, which is switched off",
      "switch it on in kubeflow-platform:components, or set kubeflow-workloads:tenants: []",
    );
  }
  return tenants;
}

function obstacleTo(
  name: ExampleName,
  config: WorkloadsConfig,
  tenants: readonly TenantConfig[],
  platform: PlatformOutputs,
): Obstacle | undefined {
  if (tenants.length === 0) {
    return { reason: "there is no tenant to own it", wayOut: "name one in kubeflow-workloads:tenants" };
  }
  const { needs, obstacle } = catalogue[name];
  if (!platform.components.includes(needs)) {
    return withoutComponent(needs);
  }
  return obstacle?.(config.examples, platform);
}

function tenantOf(name: ExampleName, wanted: string | undefined, tenants: readonly TenantConfig[]): string {
  const names = tenants.map((tenant) => tenant.name);
  const found = wanted === undefined ? names[0] : names.find((tenant) => tenant === wanted);
  if (found === undefined) {
    throw new UserError(
      `${key(name)}.tenant is "${wanted ?? ""}"; the tenants are ${names.join(", ")}`,
      "use one of them, or add the tenant to kubeflow-workloads:tenants",
    );
  }
  return found;
}

/** The keys of a record that has all of them. */
function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): readonly Name[] {
  const known = (name: string): name is Name => Object.hasOwn(record, name);
  return Object.keys(record).filter(known);
}

function key(name: ExampleName): string {
  return `kubeflow-workloads:examples.${name}`;
}
