import type { ImagesConfig } from "../config/operations";
import { arnOf, type Site } from "../site";
import { cacheNamespace, cachedRegistries } from "./upstreams";

/** Every cache repository of the environment. */
function repositories(site: Site): string {
  return arnOf(site, "ecr", `repository/${cacheNamespace(site.clusterName)}/*`);
}

/** Who takes the role that makes cache repositories: ECR, when it finds that one is missing. */
export const CREATION_TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: "sts:AssumeRole" }],
} as const;

/**
 * What ECR needs to make a repository with tags and a KMS key (ECR user guide, "Create a custom policy for repository
 * creation templates"), narrowed to the environment's repositories and, for the key, to requests that come through
 * ECR. ecr:ReplicateImage of that page is left out: nothing is replicated here.
 *
 * @param dataKeyArn KMS key that encrypts the repositories
 */
export function creationPolicy(site: Site, dataKeyArn: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "MakeCacheRepositories",
        Effect: "Allow",
        Action: ["ecr:CreateRepository", "ecr:TagResource"],
        Resource: repositories(site),
      },
      {
        Sid: "EncryptThem",
        Effect: "Allow",
        Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
        Resource: dataKeyArn,
        Condition: { StringEquals: { "kms:ViaService": `ecr.${site.region}.amazonaws.com` } },
      },
    ],
  };
}

/**
 * What a node needs beyond reading images, for the first pull of an image to fill the cache (ECR user guide, "IAM
 * permissions required to sync an upstream registry").
 */
export function pullThroughPolicy(site: Site) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "FillImageCaches",
        Effect: "Allow",
        Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
        Resource: repositories(site),
      },
    ],
  };
}

/**
 * Inline policies that nodes need to pull through caches, by name, as JSON. Without them only what is cached already
 * can be pulled.
 */
export function nodeImagePolicies(site: Site, config: ImagesConfig): Record<string, string> {
  return cachedRegistries(config).length === 0
    ? {}
    : { "fill-image-caches": JSON.stringify(pullThroughPolicy(site)) };
}

/** Days after which an image without a tag goes. */
const UNTAGGED_DAYS = 30;
/** How many tagged images of a repository stay. */
const TAGGED_IMAGES = 50;

/**
 * What goes from a cache by itself, since each GB in ECR is paid by the month. What goes is pulled from the upstream
 * again when it is asked for; images that are pulled by digest have no tag, hence the 30 days.
 */
export function cacheLifecycle() {
  const expire = { type: "expire" };
  return {
    rules: [
      {
        rulePriority: 1,
        description: `images without a tag go after ${UNTAGGED_DAYS} days`,
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: UNTAGGED_DAYS,
        },
        action: expire,
      },
      {
        rulePriority: 2,
        description: `the newest ${TAGGED_IMAGES} tagged images stay`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: TAGGED_IMAGES,
        },
        action: expire,
      },
    ],
  };
}
