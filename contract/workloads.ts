import * as z from "zod";

/** A workload as people find it: enough for a link or a `kubectl get`. */
const Workload = z.object({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  namespace: z.string().min(1),
  name: z.string().min(1),
});

/**
 * What the workloads stack exports.
 *
 * Public: a field may be added with a default; changing or removing one is a breaking release.
 */
export const WorkloadsOutputs = z.object({
  /** Version of this contract. */
  contractVersion: z.literal(1),
  environment: z.string().min(1),
  /** Tenants by name. */
  tenants: z.array(
    z.object({ name: z.string().min(1), namespace: z.string().min(1), owner: z.string().min(1) }),
  ),
  /** What the examples made, by the example's name. */
  examples: z.record(z.string(), Workload),
});

/** See the schema of the same name. */
export type WorkloadsOutputs = z.output<typeof WorkloadsOutputs>;
