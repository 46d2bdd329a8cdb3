import * as z from "zod";

/** `kubeflow-platform:queues`: who gets which nodes when not everybody can. */
export const QueuesConfig = z.strictObject({});

/** See the schema of the same name. */
export type QueuesConfig = z.output<typeof QueuesConfig>;
