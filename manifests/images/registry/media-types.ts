/** Indexes of manifests, of which each is for a platform. Source: OCI image specification 1.1, Docker's schema 2. */
const indexTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
] as const;

/** Manifests of an image for one platform. */
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
] as const;

/** What a registry is asked for: the index where there is one. */
export const accepted: string = [...indexTypes, ...manifestTypes].join(", ");

/** Whether a media type is an index's; `undefined` where it is neither that nor a manifest's. */
export function isIndexType(mediaType: string): boolean | undefined {
  const type = mediaType.split(";")[0]?.trim() ?? "";
  return indexTypes.some((known) => known === type)
    ? true
    : manifestTypes.some((known) => known === type)
      ? false
      : undefined;
}
