import * as z from "zod";

/** `kubeflow-platform:pipelines`: Kubeflow Pipelines. */
export const PipelinesConfig = z.strictObject({
  /**
   * Where pipeline definitions are kept: `kubernetes` as Pipeline and PipelineVersion resources, `database`
   * in KFP's own database as upstream's example does. Default: kubernetes.
   */
  definitions: z.enum(["kubernetes", "database"]).default("kubernetes"),
});

/** See the schema of the same name. */
export type PipelinesConfig = z.output<typeof PipelinesConfig>;
