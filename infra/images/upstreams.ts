import { createHash } from "node:crypto";
import type { ImagesConfig } from "../config/operations";
import type { Site } from "../site";

/** A registry that ECR can cache. */
export interface Upstream {
  /** What ECR calls it; docker.io answers under another host than images name. */
  readonly url: string;
  /** Whether ECR refuses the rule without credentials in Secrets Manager. */
  readonly credentials: "none" | "required";
  /** Last part of the prefix of its repositories in ECR. Four characters or fewer, see {@link cacheNamespace}. */
  readonly folder: string;
}

/**
 * The registries that Kubeflow pulls from and that ECR can cache, by their host in image references.
 *
 * Source: ECR user guide, "Sync an upstream registry with an Amazon ECR private registry", and the API reference of
 * CreatePullThroughCacheRule (2026): ECR Public, registry.k8s.io and quay.io without authentication; Docker Hub,
 * GitHub, GitLab, Azure and Chainguard with it. Every other host is refused with UnsupportedUpstreamRegistryException,
 * nvcr.io and gcr.io among them.
 */
export const UPSTREAMS = {
  "registry.k8s.io": { url: "registry.k8s.io", credentials: "none", folder: "k8s" },
  "quay.io": { url: "quay.io", credentials: "none", folder: "quay" },
  "public.ecr.aws": { url: "public.ecr.aws", credentials: "none", folder: "ecr" },
  "docker.io": { url: "registry-1.docker.io", credentials: "required", folder: "hub" },
  "ghcr.io": { url: "ghcr.io", credentials: "required", folder: "ghcr" },
} as const satisfies Record<string, Upstream>;

/** Host of a registry that ECR can cache. */
export type CachedRegistry = keyof typeof UPSTREAMS;

/** Whether ECR can cache a registry, by its host in image references. */
export function isCached(registry: string): registry is CachedRegistry {
  return Object.hasOwn(UPSTREAMS, registry);
}

/** Prefix that is put before the repositories of one upstream, such as `kubeflow-prod/quay`. */
export function cachePrefix(clusterName: string, registry: CachedRegistry): string {
  return `${cacheNamespace(clusterName)}/${UPSTREAMS[registry].folder}`;
}

/** The API reference of CreatePullThroughCacheRule: 2 to 30 characters, of which a slash and a folder take five. */
const NAMESPACE_LENGTH = 30 - "/".length - 4;

/**
 * What the environment's cache repositories begin with: the cluster's name, so that two environments in one account
 * don't share rules. A name that is too long or too short for ECR, or has two dashes in a row, which ECR refuses, is
 * replaced by a part of it and a part of its hash.
 */
export function cacheNamespace(clusterName: string): string {
  const fits = clusterName.length >= 2 && clusterName.length <= NAMESPACE_LENGTH;
  if (fits && !clusterName.includes("--")) {
    return clusterName;
  }
  const hash = createHash("sha256").update(clusterName).digest("hex").slice(0, 8);
  const readable = clusterName
    .replaceAll(/-+/g, "-")
    .slice(0, NAMESPACE_LENGTH - "-".length - hash.length)
    .replace(/-$/, "");
  return `${readable}-${hash}`;
}

/** Host of the account's private registry. */
export function registryHost(site: Pick<Site, "accountId" | "region" | "partition">): string {
  const suffix = site.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `${site.accountId}.dkr.ecr.${site.region}.${suffix}`;
}

/** The registries that a configuration asks to cache, without repetitions and without what ECR can't cache. */
export function cachedRegistries(config: ImagesConfig): CachedRegistry[] {
  return config.kind === "pull-through-cache" ? [...new Set(config.registries)] : [];
}

/** What to put in place of a registry's host in image references, by that host. */
export function imageRegistries(site: Site, config: ImagesConfig): Record<string, string> {
  return Object.fromEntries(
    cachedRegistries(config).map((registry) => [
      registry,
      `${registryHost(site)}/${cachePrefix(site.clusterName, registry)}`,
    ]),
  );
}
