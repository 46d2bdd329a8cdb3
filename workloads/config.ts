import * as z from "zod";
import { loadConfig as load } from "../config/load";
import { ExamplesConfig } from "./config/examples";
import { Tenant } from "./config/tenants";

export type { ExamplesConfig, PlacementConfig } from "./config/examples";
export type { TenantConfig } from "./config/tenants";

/** Every key of the workloads project, `kubeflow-workloads:<key>` in Pulumi.<env>.yaml. All have defaults. */
export const WorkloadsConfig = z.strictObject({
  /**
   * The tenants. Default: one, `team-a`, owned by the user whom the platform generated for signing in; none where
   * people sign in by other means.
   */
  tenants: z.array(Tenant).optional(),
  /**
   * Names of tenants that may be removed while they hold volumes, notebooks, models or unfinished runs; any other is
   * refused with a list of what it holds. What counts is what the last `up` said: name it here, run `up`, then remove it.
   * Names of tenants that are gone do no harm. Default: none on a real cluster, all where pods are simulated.
   */
  dataMayBeLost: z.array(z.string().min(1)).optional(),
  /** What runs in them to begin with. Default: every example that the platform can carry. */
  examples: ExamplesConfig.prefault({}),
});

/** See the schema of the same name. */
export type WorkloadsConfig = z.output<typeof WorkloadsConfig>;

/**
 * Reads this project's configuration.
 *
 * @throws UserError naming every wrong key, its value and what is allowed
 */
export function loadConfig(): WorkloadsConfig {
  return load(WorkloadsConfig);
}
