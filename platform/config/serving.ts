import * as z from "zod";

/** `kubeflow-platform:serving`: KServe. */
export const ServingConfig = z.strictObject({
  /**
   * What an InferenceService is made of that doesn't say so itself: `Standard` Deployments and HPAs, or `Knative`
   * Services which scale from and to zero. Default: Standard.
   */
  mode: z.enum(["Standard", "Knative"]).default("Standard"),
});

/** See the schema of the same name. */
export type ServingConfig = z.output<typeof ServingConfig>;
