import {
  canonicalReference,
  formatReference,
  type ImageReference,
  nameOf,
  parseReference,
} from "./reference";

/** Where images come from. */
export interface ImageSources {
  /** Registry or repository prefix → what stands in its place, such as `docker.io` → an ECR pull-through cache. */
  readonly registries: Readonly<Record<string, string>>;
  /**
   * Prefix of every image that `registries` does not name. The image's registry stays in the path behind it
   * (`<mirror>/ghcr.io/dexidp/dex:…`), so two registries' repositories of one name don't meet.
   */
  readonly mirror?: string | undefined;
  /** Digest by canonical reference: images that are in it are named by tag and digest. Default: none. */
  readonly digests?: ReadonlyMap<string, string> | undefined;
}

/**
 * One reference through the map: the longest prefix that ends at a path segment wins, then the mirror. A reference
 * without a registry host counts as one of docker.io, as it does for the container runtime. What is no reference,
 * and what the map does not change, stays as it was spelled.
 */
export function mapImage(text: string, map: ImageSources): string {
  const reference = parseReference(text);
  if (reference === undefined) {
    return text;
  }
  const digest = reference.digest ?? map.digests?.get(canonicalReference(text));
  const name = nameOf(reference);
  const mapped = mapName(name, map);
  if (mapped === name && digest === reference.digest) {
    return text;
  }
  const rest = formatReference({ ...reference, ...(digest === undefined ? {} : { digest }) });
  return mapped + rest.slice(name.length);
}

/** A mapped reference in the parts that Helm charts ask for. */
export type ImageParts = ImageReference;

/**
 * One reference of a chart through the map, in parts for its values: `{ registry, repository, tag, digest }`.
 *
 * @throws Error where the text is no reference, or the map makes none of it
 */
export function imageParts(text: string, map: ImageSources): ImageParts {
  const mapped = mapImage(text, map);
  const parts = parseReference(mapped);
  if (parts === undefined) {
    throw new Error(`image "${text}" is mapped to "${mapped}", which is not a reference`);
  }
  return parts;
}

function mapName(name: string, { registries, mirror }: ImageSources): string {
  const prefix = Object.keys(registries)
    .filter((candidate) => name === candidate || name.startsWith(`${candidate}/`))
    .reduce<string | undefined>((best, one) => (one.length > (best?.length ?? -1) ? one : best), undefined);
  const replacement = prefix === undefined ? undefined : registries[prefix];
  if (prefix !== undefined && replacement !== undefined) {
    return replacement + name.slice(prefix.length);
  }
  return mirror === undefined || name.startsWith(`${mirror}/`) ? name : `${mirror}/${name}`;
}
