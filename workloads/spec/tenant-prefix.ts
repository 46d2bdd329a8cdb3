import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";

/** How programs spell addresses on S3: most of them `s3`, Hadoop and Spark `s3a`. */
export type S3Scheme = "s3" | "s3a";

/** A tenant's own folders in S3; undefined where the platform's objects are in the cluster. */
export function tenantFolders(
  tenant: string,
  { objectStorage }: Pick<PlatformOutputs, "objectStorage">,
  scheme: S3Scheme = "s3",
): { readonly artifacts: string; readonly models: string } | undefined {
  const folder = (bucket: string) => `${scheme}://${bucket}/${tenant}/`;
  return objectStorage.kind === "s3"
    ? { artifacts: folder(objectStorage.artifactsBucket), models: folder(objectStorage.modelsBucket) }
    : undefined;
}

/** Where a tenant's own objects are; empty where there is no S3. */
export function tenantPrefixes(
  tenant: string,
  platform: Pick<PlatformOutputs, "objectStorage">,
  scheme: S3Scheme = "s3",
): readonly string[] {
  const folders = tenantFolders(tenant, platform, scheme);
  return folders === undefined ? [] : [folders.artifacts, folders.models];
}

/** True where an address lies below one of the prefixes, and no `..` in it leads out again. */
export function isBelow(prefixes: readonly string[], uri: string): boolean {
  const escapes = uri.split("/").some((segment) => segment === "." || segment === "..");
  return !escapes && prefixes.some((prefix) => uri.startsWith(prefix));
}

/**
 * Holds an address on S3 against what a tenant's role reaches: what is below the tenant's own name.
 *
 * @param owner who asks, for messages: `SparkApplication "name"`
 * @throws UserError where the platform has no S3, or the address is outside of the tenant's prefixes
 */
export function checkTenantPrefix(
  owner: string,
  tenant: string,
  platform: Pick<PlatformOutputs, "objectStorage">,
  uri: string,
  scheme: S3Scheme = "s3",
): string {
  const prefixes = tenantPrefixes(tenant, platform, scheme);
  if (prefixes.length === 0) {
    throw new UserError(
      `${owner}: ${uri} is on S3, and the objects of this platform are in the cluster`,
      "use a volume, or a platform with objectStorage of kind s3",
    );
  }
  if (!isBelow(prefixes, uri)) {
    throw new UserError(
      `${owner}: ${uri} is outside the tenant's prefix: ${prefixes.join(" or ")}`,
      "copy it there; the pods of a tenant reach nothing else of S3",
    );
  }
  return uri;
}
