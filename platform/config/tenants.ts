import * as z from "zod";

/** `kubeflow-platform:tenants`: what every tenant's namespace gets. */
export const TenantsConfig = z.strictObject({
  /**
   * Pod Security Standard that pods of tenants must meet. Upstream's own notebooks and serving runtimes meet
   * `baseline`; `restricted` refuses those that run with more. Default: baseline.
   */
  podSecurity: z.enum(["privileged", "baseline", "restricted"]).default("baseline"),
  /** Whether pods of a tenant are reached by, and reach, only what Kubeflow needs. Default: true. */
  networkPolicies: z.boolean().default(true),
});

/** See the schema of the same name. */
export type TenantsConfig = z.output<typeof TenantsConfig>;
