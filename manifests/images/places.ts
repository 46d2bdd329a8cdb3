import { isObject, type Json, type JsonObject } from "../manifest";
import { parseReference } from "../../images";

/** Answers a reference with the one that takes its place; `place` says where it was met. */
export type ChangeImage = (reference: string, place: string) => string;

/** Fields that hold a list of containers, wherever they are: their `image` is a reference in any spelling. */
export const containerLists: ReadonlySet<string> = new Set([
  "containers",
  "initContainers",
  "ephemeralContainers",
]);

/** Fields that hold a list of a program's arguments. */
export const argumentLists: ReadonlySet<string> = new Set(["args", "command"]);

/**
 * Keys of a ConfigMap that nobody reads but people. Knative compares the key's checksum with an annotation, so it has
 * to stay byte for byte (https://github.com/knative/pkg, configmap/hash-gen).
 */
export const unreadKeys: ReadonlySet<string> = new Set(["_example"]);

/** Whether what stands under a key is an image: `image`, `cacheImage`, `V2_DRIVER_IMAGE`, `queue-sidecar-image`. */
export function isImageKey(key: string): boolean {
  return /image$/i.test(key);
}

/** A flag whose value is an image, such as `--executor-image` or `--acme-http01-solver-image=…`. */
export const imageFlag = /^(--?[a-zA-Z0-9-]*image)(?:=(.*))?$/;

/**
 * Whether a text is taken for a reference outside of container lists: in the grammar, and more than a bare word,
 * which might be anything.
 */
export function isQualified(text: string): boolean {
  return /[/:@]/.test(text) && parseReference(text) !== undefined;
}

/** Fields below a key that begins with `image`, such as the choices of the notebook spawner or an image volume. */
const groupFields: ReadonlySet<string> = new Set(["value", "options", "reference"]);

/** Whether an object's field holds images because of the key that the object is under. */
export function isGroupField(groupKey: string | undefined, field: string): boolean {
  return groupKey !== undefined && /^image/i.test(groupKey) && groupFields.has(field);
}

/** Knative Serving's operator: `spec.registry.override` is an object of references. */
export function isOverrideOf(groupKey: string | undefined, field: string): boolean {
  return groupKey === "registry" && field === "override";
}

/** The fields of an object that are parts of a reference which a program puts together, with their new values. */
export function composedFields(object: JsonObject, place: string, change: ChangeImage): JsonObject {
  return { ...ofVersion(object, place, change), ...ofHub(object, place, change) };
}

/**
 * KServe's explainers: `<image>:<defaultImageVersion>` (kserve 0.16.0, pkg/apis/serving/v1beta1/explainer_art.go).
 * A digest is parted at its colon, so that they put it together again.
 */
function ofVersion(
  { image, defaultImageVersion }: JsonObject,
  place: string,
  change: ChangeImage,
): JsonObject {
  if (typeof image !== "string" || typeof defaultImageVersion !== "string") {
    return {};
  }
  const mapped = change(`${image}:${defaultImageVersion}`, `${place}.image`);
  const colon = mapped.lastIndexOf(":");
  return { image: mapped.slice(0, colon), defaultImageVersion: mapped.slice(colon + 1) };
}

/** Istio's image of the sidecar and of gateways where `proxy.image` does not say otherwise. */
const istioProxy = "proxyv2";

/**
 * Istio's `<hub>/<proxy.image>:<tag>`; an image with a slash is taken for a whole reference by its injection
 * templates (istio 1.28.0, manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). The short
 * name stays where it says the same.
 */
function ofHub(object: JsonObject, place: string, change: ChangeImage): JsonObject {
  const { hub, tag } = object;
  if (typeof hub !== "string" || typeof tag !== "string" || hub === "" || tag === "") {
    return {};
  }
  const mappedHub = hubOf(change(`${hub}/${istioProxy}:${tag}`, `${place}.hub`)) ?? hub;
  const proxies = ["proxy", "proxy_init"].flatMap((field): [string, Json][] => {
    const proxy = object[field];
    if (!isObject(proxy) || typeof proxy.image !== "string" || proxy.image.includes("/")) {
      return [];
    }
    const mapped = change(`${hub}/${proxy.image}:${tag}`, `${place}.${field}.image`);
    const same = mapped === `${mappedHub}/${proxy.image}:${tag}`;
    return [[field, { ...proxy, image: same ? proxy.image : mapped }]];
  });
  return { hub: mappedHub, ...Object.fromEntries(proxies) };
}

/** What stands before `/proxyv2`; undefined where the map gave the image another name. */
function hubOf(mapped: string): string | undefined {
  return new RegExp(`^(.+)/${istioProxy}(?::|@)`).exec(mapped)?.[1];
}
