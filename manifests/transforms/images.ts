import { isObject, type Json, type Manifest } from "../manifest";
import type { Transform } from "./transform";

/** Where images come from. */
export interface ImageMap {
  /** Registry or repository prefix → what stands in its place, such as `docker.io` → an ECR pull-through cache. */
  readonly registries: Readonly<Record<string, string>>;
}

/** Sends every container image of pod specs, wherever they are in an object, through the image map. */
export function mapImages(map: ImageMap): Transform {
  const prefixes = Object.keys(map.registries).sort((a, b) => b.length - a.length);
  if (prefixes.length === 0) {
    return (manifest) => manifest;
  }
  return (manifest) => ({
    ...Object.fromEntries(
      Object.entries(manifest).map(([key, value]) => [key, mapWithin(value, map, prefixes)]),
    ),
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    metadata: manifest.metadata,
  });
}

/**
 * One reference through the map. The longest prefix that ends at a path segment wins; a reference without
 * a registry host counts as one of docker.io, as it does for the container runtime.
 */
export function mapImage(reference: string, map: ImageMap, prefixes = Object.keys(map.registries)): string {
  const full = qualify(reference);
  const prefix = prefixes.find((candidate) => full === candidate || full.startsWith(`${candidate}/`));
  const replacement = prefix === undefined ? undefined : map.registries[prefix];
  return prefix === undefined || replacement === undefined
    ? reference
    : replacement + full.slice(prefix.length);
}

function qualify(reference: string): string {
  const first = reference.split("/")[0] ?? "";
  if (reference.includes("/") && (first.includes(".") || first.includes(":") || first === "localhost")) {
    return reference;
  }
  return reference.includes("/") ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}

const containerLists = new Set(["containers", "initContainers", "ephemeralContainers"]);

function mapWithin(value: Manifest[string], map: ImageMap, prefixes: string[]): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => mapWithin(item, map, prefixes) ?? null);
  }
  if (!isObject(value)) {
    return typeof value === "object" ? null : value;
  }
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [
    key,
    containerLists.has(key) && Array.isArray(item)
      ? item.map((container) => mapContainer(container, map, prefixes))
      : (mapWithin(item, map, prefixes) ?? null),
  ]);
  return Object.fromEntries(entries);
}

function mapContainer(container: Json, map: ImageMap, prefixes: string[]): Json {
  return isObject(container) && typeof container.image === "string"
    ? { ...container, image: mapImage(container.image, map, prefixes) }
    : container;
}
