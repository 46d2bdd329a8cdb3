import * as ecr from "@pulumi/aws/ecr";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ImagesConfig } from "../config/operations";
import type { Site } from "../site";
import { cacheLifecycle, CREATION_TRUST, creationPolicy } from "./policies";
import {
  cachedRegistries,
  cacheNamespace,
  cachePrefix,
  type CachedRegistry,
  imageRegistries,
  UPSTREAMS,
} from "./upstreams";

/** What {@link ImageRegistries} are made from. */
export interface ImageRegistriesArgs {
  readonly site: Site;
  /** `kubeflow-infra:images`. */
  readonly config: ImagesConfig;
  /** KMS key of the cache repositories. It can't be changed for repositories that are there. */
  readonly dataKeyArn: pulumi.Input<string>;
  /** Tags for the repositories. ECR makes them, so the provider's default tags don't reach them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Managed policy that bounds the role made here. Default: none. */
  readonly permissionsBoundaryArn?: string | undefined;
}

/**
 * Where nodes pull images from: ECR pull-through caches, a mirror, or the registries that upstream names.
 *
 * A cache costs what it holds (ECR storage) and makes a pull independent of the upstream's rate limits and outages.
 * ECR looks for a new image of a tag once in 24 hours, so its tags have to stay mutable. Whether cached images are
 * scanned says the registry's scanning configuration, which belongs to the whole account and is left alone here.
 * Repositories are made at the first pull, by ECR; `destroy` leaves them.
 */
export class ImageRegistries extends pulumi.ComponentResource {
  /** Prefix to put in place of a registry's host in image references, by that host. */
  readonly imageRegistries: Readonly<Record<string, string>>;
  /** Prefix for all images where a mirror holds them. */
  readonly imageMirror: string | undefined;

  constructor(name: string, args: ImageRegistriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:ImageRegistries", name, {}, opts);
    const { site, config } = args;
    this.imageRegistries = imageRegistries(site, config);
    this.imageMirror = config.kind === "mirror" ? config.registry : undefined;

    const registries = cachedRegistries(config);
    if (registries.length > 0) {
      const template = this.describeRepositories(name, args);
      this.makeRules(name, args, registries, template);
    }
    this.registerOutputs({ imageRegistries: this.imageRegistries });
  }

  /** How ECR makes a repository when an image is pulled for the first time. */
  private describeRepositories(name: string, args: ImageRegistriesArgs): ecr.RepositoryCreationTemplate {
    const { site, dataKeyArn, tags } = args;
    const role = new iam.Role(
      `${name}-creation`,
      {
        name: `${site.clusterName}-image-cache`,
        description: "ECR makes the repositories of image caches with it",
        assumeRolePolicy: JSON.stringify(CREATION_TRUST),
        ...(args.permissionsBoundaryArn === undefined
          ? {}
          : { permissionsBoundary: args.permissionsBoundaryArn }),
      },
      { parent: this },
    );
    const policy = new iam.RolePolicy(
      `${name}-creation`,
      {
        name: "make-cache-repositories",
        role: role.name,
        policy: pulumi.output(dataKeyArn).apply((arn) => JSON.stringify(creationPolicy(site, arn))),
      },
      { parent: this },
    );
    return new ecr.RepositoryCreationTemplate(
      `${name}-template`,
      {
        prefix: cacheNamespace(site.clusterName),
        description: `image caches of ${site.clusterName}`,
        appliedFors: ["PULL_THROUGH_CACHE"],
        customRoleArn: role.arn,
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: dataKeyArn }],
        imageTagMutability: "MUTABLE",
        lifecyclePolicy: JSON.stringify(cacheLifecycle()),
        resourceTags: { ...tags },
      },
      { parent: this, dependsOn: policy },
    );
  }

  private makeRules(
    name: string,
    { site, config }: ImageRegistriesArgs,
    registries: readonly CachedRegistry[],
    template: ecr.RepositoryCreationTemplate,
  ) {
    const credentials = config.kind === "pull-through-cache" ? config.credentialArns : {};
    for (const registry of registries) {
      const credentialArn = credentials[registry];
      new ecr.PullThroughCacheRule(
        `${name}-${UPSTREAMS[registry].folder}`,
        {
          ecrRepositoryPrefix: cachePrefix(site.clusterName, registry),
          upstreamRegistryUrl: UPSTREAMS[registry].url,
          ...(credentialArn === undefined ? {} : { credentialArn }),
        },
        // A template counts for repositories that are made after it.
        { parent: this, dependsOn: template },
      );
    }
  }
}
