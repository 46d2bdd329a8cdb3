import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { needComponent } from "../../spec/component";
import { checkTenantPrefix } from "../../spec/tenant-prefix";
import { tenantProperty } from "./registry-api";

/** What the Model Registry is told of a version, its artifact's address aside. */
export interface ModelVersionSpecArgs {
  /** Name of the registered model. Names are one for all tenants; whose model it is, the registry remembers. */
  readonly model: string;
  /** Name of the version, such as `1` or `2026-03-21`. It never stands for another artifact again. */
  readonly version: string;
  /** The model's format, as an InferenceService has it: `sklearn`, `pytorch`, `huggingface`, … */
  readonly format: string;
  /** The format's version. Default: none. */
  readonly formatVersion?: string | undefined;
  /** A sentence for people. Default: empty. */
  readonly description?: string | undefined;
  /** Who made it. Default: empty. */
  readonly author?: string | undefined;
  /** What else is to be known of it, such as its accuracy or the digest of its data. Default: nothing. */
  readonly properties?: Readonly<Record<string, string>> | undefined;
}

/** Longest name: the registry keeps it in a column of 255 characters, with the parent's number before it. */
const longestName = 128;

/** The platform component that has the registry. */
const component = "modelRegistry";

/** What of the platform's outputs a version depends on. */
type Platform = Pick<PlatformOutputs, "cluster" | "components" | "objectStorage" | "signOn">;

/** What the provider's resource gets, the artifact's address aside. */
export function modelVersionInputs(
  owner: string,
  tenant: string,
  platform: Platform,
  args: ModelVersionSpecArgs,
) {
  checkPlatform(owner, platform);
  checkName(owner, "model", args.model);
  checkName(owner, "version", args.version);
  const { properties = {} } = args;
  if (tenantProperty in properties) {
    throw new UserError(
      `${owner}: the property "${tenantProperty}" says whose model it is, and is set for you`,
      "give it another name",
    );
  }
  return {
    tenant,
    audience: platform.signOn.audiences[0] ?? "",
    model: args.model,
    version: args.version,
    format: args.format,
    ...(args.formatVersion === undefined ? {} : { formatVersion: args.formatVersion }),
    description: args.description ?? "",
    author: args.author ?? "",
    properties,
  };
}

/**
 * Holds an artifact's address against what the tenant's pods may read.
 *
 * @throws UserError where it is none, or on S3 outside of the tenant's prefix
 */
export function checkArtifact(owner: string, tenant: string, platform: Platform, uri: string): void {
  if (!/^[a-z][a-z0-9+.-]*:\/\/.+/.test(uri)) {
    throw new UserError(
      `${owner}: "${uri}" is no address; it has a scheme: s3://, pvc://, hf://, …`,
      "say where the model is",
    );
  }
  if (uri.startsWith("s3://") && platform.objectStorage.kind === "s3") {
    checkTenantPrefix(owner, tenant, platform, uri);
  }
}

function checkPlatform(owner: string, platform: Platform): void {
  needComponent(owner, component, platform);
  const { cluster, signOn } = platform;
  // Where pods are simulated nothing is registered, and nobody has to be let in.
  const takesPrograms =
    signOn.tokenIssuers.some(({ userClaim }) => userClaim === "sub") && signOn.audiences.length > 0;
  if (!cluster.simulated && !takesPrograms) {
    throw new UserError(
      `${owner}: the registry is reached through the gateway, which takes no tokens of this cluster's service accounts`,
      "the cluster needs a public issuer of them, as EKS has (docs/sign-on.md)",
    );
  }
}

function checkName(owner: string, what: string, name: string): void {
  // The registry puts `<number of the parent>:` before a name.
  if (name.trim() !== name || name === "" || name.includes(":") || name.length > longestName) {
    throw new UserError(
      `${owner}: "${name}" can't be the name of a ${what}: 1 to ${longestName} characters without ":" and without spaces around them`,
      "choose another name",
    );
  }
}
