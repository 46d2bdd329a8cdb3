import * as z from "zod";

/** `kubeflow-platform:mesh`: how pods talk to one another. */
export const MeshConfig = z.strictObject({
  /**
   * How pods are part of the mesh: `sidecar`, each has a proxy of its own. `ambient`, with one proxy a node, is refused:
   * release 26.03 has manifests for it and no waypoints, and only these can hold policies that look at who somebody is.
   * Default: sidecar.
   */
  mode: z.enum(["sidecar", "ambient"]).default("sidecar"),
  /**
   * Whether pods of the mesh take nothing but mutual TLS from one another. `permissive` lets in plain text too, where a
   * policy does not ask who somebody is. Default: strict.
   */
  mutualTls: z.enum(["strict", "permissive"]).default("strict"),
});

/** See the schema of the same name. */
export type MeshConfig = z.output<typeof MeshConfig>;
