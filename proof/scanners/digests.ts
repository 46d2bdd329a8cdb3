import { createHash } from "node:crypto";
import { isObject, type Json, type Manifest } from "../../manifests";
import type { ObjectsByComponent } from "./objects";

const LISTS = new Set(["containers", "initContainers"]);

/**
 * The objects as they would be behind a lock file of digests. The digests are made up, as no registry is asked: good
 * for counting what is left, and for nothing else. An image that has a digest keeps it.
 */
export function withMadeUpDigests(objects: ObjectsByComponent): ObjectsByComponent {
  return new Map(
    [...objects].map(([component, manifests]) => [component, manifests.map((manifest) => locked(manifest))]),
  );
}

function locked(manifest: Manifest): Manifest {
  return isObject(manifest.spec) ? { ...manifest, spec: withDigests(manifest.spec) } : manifest;
}

function withDigests(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withDigests);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      LISTS.has(key) && Array.isArray(field) ? field.map(containerWithDigest) : withDigests(field ?? null),
    ]),
  );
}

function containerWithDigest(container: Json): Json {
  if (!isObject(container) || typeof container.image !== "string" || container.image.includes("@")) {
    return container;
  }
  const { image } = container;
  return { ...container, image: `${image}@sha256:${createHash("sha256").update(image).digest("hex")}` };
}
