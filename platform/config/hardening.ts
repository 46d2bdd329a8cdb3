import * as z from "zod";

/** `kubeflow-platform:hardening`: replicas, priorities and what pods may do. */
export const HardeningConfig = z.strictObject({
  /**
   * Whether upstream's pods are held to what they need: no root, no capabilities, no writable root file system, a
   * token only where it is used; requests on everything, network policies. Default: true.
   */
  enabled: z.boolean().default(true),
  /**
   * Replicas of what may have several; 2 or more come with PodDisruptionBudgets and are spread over zones. A second
   * replica costs what its requests take of the nodes. Default: 2.
   */
  replicas: z.int().min(1, "1 or more").max(5, "5 or fewer").default(2),
  /** Whether the platform's pods come before tenants' where nodes are short. Default: true. */
  priorityClasses: z.boolean().default(true),
});

/** See the schema of the same name. */
export type HardeningConfig = z.output<typeof HardeningConfig>;
