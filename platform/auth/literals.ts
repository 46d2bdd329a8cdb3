import { isObject, type Manifest, objectKey, type Overrides } from "../../manifests";
import { overridesOf } from "../../manifests/register";

/**
 * Secrets whose content would still be upstream's: known to everybody. An install with one of them is
 * refused, so that the next release can't bring a new default credential in unseen.
 */
export function upstreamLiterals(manifests: readonly Manifest[], overrides: Overrides): string[] {
  return manifests
    .filter(({ kind, data, stringData }) => kind === "Secret" && (hasContent(data) || hasContent(stringData)))
    .filter((manifest) => !("data" in overridesOf(manifest, overrides)))
    .map(objectKey);
}

function hasContent(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}
