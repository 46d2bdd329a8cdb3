import { canonicalReference, parseReference } from "../../images";
import type { FoundImage, ImageLock } from "../../manifests";
import type { Unresolved } from "../../manifests/images/registry";
import { architecturesOf } from "../../platform/images";
import { familyOf } from "../../platform/images/architectures";
import { count } from "../terminal/text";

/** One image of the list. */
export interface ListedImage {
  /** In the one spelling that the lock is keyed by. */
  readonly reference: string;
  /** Upstream's own or the lock's; absent where neither has one. */
  readonly digest?: string;
  /** What nodes it runs on. */
  readonly architectures: readonly string[];
  /** Where that is from. */
  readonly known: "lock" | "table" | "assumed";
  /** Objects that name it. */
  readonly objects: readonly string[];
}

/** The images of objects, each once, by reference. */
export function listImages(images: readonly FoundImage[], lock: ImageLock): readonly ListedImage[] {
  const objects = new Map<string, Set<string>>();
  for (const { reference, object } of images) {
    const canonical = canonicalReference(reference);
    objects.set(canonical, (objects.get(canonical) ?? new Set()).add(object));
  }
  return [...objects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reference, users]) => {
      const digest = parseReference(reference)?.digest ?? lock.images[reference]?.digest;
      const published = familyOf(reference)?.architectures ?? "unknown";
      return {
        reference,
        ...(digest === undefined ? {} : { digest }),
        architectures: architecturesOf([reference], lock),
        known: lock.images[reference] !== undefined ? "lock" : published === "unknown" ? "assumed" : "table",
        objects: [...users].sort(),
      };
    });
}

/** The list for people: reference, architectures, digest. */
export function imagesText(images: readonly ListedImage[]): string {
  const width = Math.max(...images.map(({ reference }) => reference.length));
  const lines = images.map(({ reference, architectures, known, digest }) =>
    [
      reference.padEnd(width),
      `${architectures.join(",")}${known === "assumed" ? "?" : ""}`.padEnd("amd64,arm64".length),
      digest ?? "no digest",
    ].join("  "),
  );
  const open = images.filter(({ digest }) => digest === undefined).length;
  const summary = `${count(images.length, "image")}, ${open === 0 ? "all with a digest" : `${open} without a digest (npm run manifests -- lock)`}; "?": no source says what it is published for`;
  return `${lines.join("\n")}\n\n${summary}`;
}

/** What a lock lacks, and why. */
export function unresolvedText(unresolved: readonly Unresolved[]): string {
  return unresolved
    .map(
      ({ reference, reason, kept }) => `  ${reference}  ${reason}${kept ? "; its older line is kept" : ""}`,
    )
    .join("\n");
}
