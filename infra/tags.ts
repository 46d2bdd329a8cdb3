import type { TagsConfig } from "./config/operations";
import type { Site } from "./site";

/** Tags of everything that an environment has: who pays, whom to ask, and what made it. */
export function environmentTags(site: Site, { owner, costCenter, more }: TagsConfig): EnvironmentTags {
  return {
    ...more,
    environment: site.environment,
    owner,
    "cost-center": costCenter,
    "managed-by": "pulumi",
    project: "kubeflow-on-aws",
  };
}

/** Tags of an environment; the budget counts what carries `environment`. */
export type EnvironmentTags = Readonly<Record<string, string>> & { readonly environment: string };
