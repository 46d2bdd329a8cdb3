import type { ImagesConfig } from "../config/operations";
import type { Site } from "../site";
import type { Mistake } from "../mistake";
import { isCached, UPSTREAMS } from "./upstreams";

/**
 * What ECR would refuse, or take and then fail at the first pull of an image.
 *
 * @param config `kubeflow-infra:images`
 */
export function imagesMistakes(
  config: ImagesConfig,
  site: Pick<Site, "partition" | "region" | "accountId">,
): Mistake[] {
  if (config.kind !== "pull-through-cache") {
    return [];
  }
  // The announcement of authenticated upstreams (November 2023) leaves both partitions out; no later one names them.
  if (site.partition !== "aws") {
    return [
      {
        path: ["images", "kind"],
        message: `ECR has no pull-through caches in ${site.region}; mirror and upstream are possible there`,
      },
    ];
  }
  return [...registryMistakes(config), ...credentialMistakes(config, site)];
}

type CacheConfig = Extract<ImagesConfig, { kind: "pull-through-cache" }>;

function registryMistakes({ registries, credentialArns }: CacheConfig): Mistake[] {
  return [...new Set(registries)].flatMap((registry) => {
    return UPSTREAMS[registry].credentials === "required" && credentialArns[registry] === undefined
      ? [
          {
            path: ["images", "credentialArns", registry],
            message: `ECR caches ${registry} only with credentials: the ARN of a secret named ecr-pullthroughcache/…`,
          },
        ]
      : [];
  });
}

function credentialMistakes(
  { registries, credentialArns }: CacheConfig,
  { partition, region, accountId }: Pick<Site, "partition" | "region" | "accountId">,
): Mistake[] {
  const cached: readonly string[] = registries;
  const beginning = `arn:${partition}:secretsmanager:${region}:${accountId}:`;
  return Object.entries(credentialArns).flatMap(([registry, arn]) => {
    const path = ["images", "credentialArns", registry];
    if (!cached.includes(registry)) {
      return [{ path, message: `credentials of a registry that images.registries does not name` }];
    }
    if (isCached(registry) && UPSTREAMS[registry].credentials === "none") {
      return [{ path, message: `ECR takes no credentials for ${registry}` }];
    }
    return arn.startsWith(beginning)
      ? []
      : [{ path, message: `a secret of this account and region, ${beginning}secret:…; ECR reads no other` }];
  });
}
