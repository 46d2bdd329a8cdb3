import { imageParts } from "../../images";
import { lockedDigests, readImageLock } from "../../manifests";
import { imageMapOf } from "../images";
import type { Context } from "../part";

/** An image of a chart in the parts that charts ask for, each in its own way. */
export interface ChartImage {
  /** Host of the registry. */
  readonly registry: string;
  /** Path inside the registry. */
  readonly repository: string;
  /** `<registry>/<repository>`, for charts that have one key for both. */
  readonly name: string;
  readonly tag: string;
  /** `sha256:…`; absent where the image goes by its tag. */
  readonly digest?: string;
  /** Hexadecimal digits of the digest, for charts that write `sha256:` themselves; empty where there is none. */
  readonly sha: string;
  /** `<tag>@<digest>` where there is a digest, for charts without a key for it. */
  readonly pinnedTag: string;
}

/**
 * Where an image of a chart is pulled from in an environment: infra's caches or mirror, and configuration's before
 * them; by digest where the lock of images has one.
 *
 * @param reference registry, repository, tag and, where the chart has one, digest, as in the chart's own values
 * @throws Error where the text is no reference with a tag
 */
export function chartImage(context: Context, reference: string): ChartImage {
  context.noteImage?.(reference);
  const { registry, repository, tag, digest } = imageParts(reference, {
    ...imageMapOf(context),
    digests: lockedDigests(context.config.images.digests, readImageLock()),
  });
  if (tag === undefined) {
    throw new Error(`image "${reference}" of a chart has no tag`);
  }
  return {
    registry,
    repository,
    name: `${registry}/${repository}`,
    tag,
    ...(digest === undefined ? {} : { digest }),
    sha: digest?.replace(/^sha256:/, "") ?? "",
    pinnedTag: digest === undefined ? tag : `${tag}@${digest}`,
  };
}
