import * as z from "zod";

/** `kubeflow-platform:observability`: metrics and logs. */
export const ObservabilityConfig = z.strictObject({});

/** See the schema of the same name. */
export type ObservabilityConfig = z.output<typeof ObservabilityConfig>;
