import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";

/** How programs spell addresses on S3: most of them `s3`, Hadoop and Spark `s3a`. */
export type S3Scheme = "s3" | "s3a";

/** Where a tenant's own objects are; empty where there is no S3. */
export function tenantPrefixes(
  tenant: string,
  { objectStorage }: Pick<PlatformOutputs, "objectStorage">,
  scheme: S3Scheme = "s3",
): readonly string[] {
  return objectStorage.kind === "s3"
    ? [objectStorage.artifactsBucket, objectStorage.modelsBucket].map(
        (bucket) => `${scheme}://${bucket}/${tenant}/`,
      )
    : [];
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
  const escapes = uri.split("/").some((segment) => segment === "." || segment === "..");
  if (escapes || !prefixes.some((prefix) => uri.startsWith(prefix))) {
    throw new UserError(
      `${owner}: ${uri} is outside the tenant's prefix: ${prefixes.join(" or ")}`,
      "copy it there; the pods of a tenant reach nothing else of S3",
    );
  }
  return uri;
}
