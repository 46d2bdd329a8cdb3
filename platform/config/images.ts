import * as z from "zod";

/** `kubeflow-platform:images`: where container images come from. */
export const ImagesConfig = z.strictObject({
  /**
   * Registry or repository prefix → replacement, for a mirror or a pull-through cache. Default: those that infra
   * has made.
   */
  registries: z.record(z.string(), z.string()).default({}),
  /** Prefix for all images where one registry holds them all. Default: that of infra, if any. */
  mirror: z.string().min(1).optional(),
  /**
   * Whether workloads are refused an image of a registry that neither `registries` nor infra's caches know, as it would
   * be pulled past them, from the internet. With a mirror every image is known. Default: false.
   */
  onlyMapped: z.boolean().default(false),
  /**
   * Whether images are named by digest: `required` refuses to install one that isn't in images.lock.json,
   * `preferred` takes the tag for it, `none` takes tags alone. Default: preferred.
   */
  digests: z.enum(["required", "preferred", "none"]).default("preferred"),
});

/** See the schema of the same name. */
export type ImagesConfig = z.output<typeof ImagesConfig>;
