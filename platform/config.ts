import * as z from "zod";
import { loadConfig } from "../config/load";
import { releaseVersions } from "../manifests/releases";
import { componentNames } from "./components/names";

/** Keys of `kubeflow-platform:*` in Pulumi.<environment>.yaml. */
export const PlatformConfig = z.strictObject({
  /** Kubeflow release to install. Default: 26.03. */
  release: z.enum(releaseVersions, `one of ${releaseVersions.join(", ")}`).default("26.03"),
  /** Components to switch on or off; each has a default of its own (platform/components). */
  components: z.strictObject(switches()).default({}),
  /** How people sign in where the environment has no identity provider of its own. */
  signOn: z
    .strictObject({
      /** E-mail address of the one static user that dex knows. Default: user@example.com. */
      user: z.email().default("user@example.com"),
    })
    .prefault({}),
  /** Kubeflow Pipelines. */
  pipelines: z
    .strictObject({
      /**
       * Where pipeline definitions are kept: `kubernetes` as Pipeline and PipelineVersion resources, `database`
       * in KFP's own database as upstream's example does. Default: kubernetes.
       */
      definitions: z.enum(["kubernetes", "database"]).default("kubernetes"),
    })
    .prefault({}),
  /** Where container images come from. */
  images: z
    .strictObject({
      /** Registry or repository prefix → replacement, for a mirror or a pull-through cache. Default: none. */
      registries: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
});

/** See the schema of the same name. */
export type PlatformConfig = z.output<typeof PlatformConfig>;

/**
 * Reads the platform's configuration.
 *
 * @throws UserError naming each wrong key, its value and what is allowed
 */
export function loadPlatformConfig(): PlatformConfig {
  return loadConfig(PlatformConfig);
}

function switches(): Record<string, z.ZodOptional<z.ZodBoolean>> {
  return Object.fromEntries(componentNames.map((name) => [name, z.boolean("true or false").optional()]));
}
