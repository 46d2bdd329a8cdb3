import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { isBelow, tenantFolders } from "../../spec/tenant-prefix";

/** Where models may be, by the URI's scheme. KServe 0.16 knows more; nothing here gives their pods a way to those. */
const schemes = ["s3", "pvc", "hf", "https"] as const;

/**
 * {@link checkStorageUri} of an address that may not be known before something else is there: such a one is checked
 * before the InferenceService is registered that names it.
 *
 * @throws UserError at once where the address is plain, as soon as it is known otherwise
 */
export function checkedStorageUri(
  owner: string,
  tenant: string,
  platform: Pick<PlatformOutputs, "objectStorage">,
  uri: pulumi.Input<string>,
): pulumi.Input<string> {
  const check = (plain: string) => checkStorageUri(owner, tenant, platform, plain);
  return typeof uri === "string" ? check(uri) : pulumi.output(uri).apply(check);
}

/**
 * Holds a model's address against what its pods may read: in the platform's buckets, a tenant's role reaches what is
 * below the tenant's own name, and nothing else.
 *
 * @param owner  who asks, for messages: `InferenceService "name"`
 * @param tenant plain name of the tenant
 * @throws UserError where the address is none, or outside of the tenant's prefix
 */
export function checkStorageUri(
  owner: string,
  tenant: string,
  platform: Pick<PlatformOutputs, "objectStorage">,
  uri: string,
): string {
  const scheme = schemes.find((candidate) => uri.startsWith(`${candidate}://`));
  if (scheme === undefined || uri.length === `${scheme}://`.length) {
    throw new UserError(
      `${owner}: "${uri}" is no address of a model; they begin with ${schemes.map((name) => `${name}://`).join(", ")}`,
      "put the model into the bucket of models, or on a volume",
    );
  }
  const folders = scheme === "s3" ? tenantFolders(tenant, platform) : undefined;
  if (folders !== undefined) {
    const prefixes = [folders.models, folders.artifacts];
    if (!isBelow(prefixes, uri) || prefixes.includes(uri)) {
      throw new UserError(
        `${owner}: ${uri} is outside the tenant's prefix: ${prefixes.join(" or ")}`,
        "copy the model there; the pods of a tenant read nothing else of S3",
      );
    }
  }
  return uri;
}
