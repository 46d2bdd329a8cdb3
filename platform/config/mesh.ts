import * as z from "zod";

/** `kubeflow-platform:mesh`: how pods talk to one another. */
export const MeshConfig = z.strictObject({
  /** Whether pods of the mesh take nothing but mutual TLS from one another. Default: strict. */
  mutualTls: z.enum(["strict", "permissive"]).default("strict"),
});

/** See the schema of the same name. */
export type MeshConfig = z.output<typeof MeshConfig>;
