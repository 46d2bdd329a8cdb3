import { isObject } from "../../../manifests";

/**
 * Keys of values that a chart's own values don't have, as paths with dots. Below a list everything may be set.
 *
 * @param isOpen whether a chart takes any key at and below a path
 */
export function unknownKeys(
  values: unknown,
  known: unknown,
  isOpen: (path: string) => boolean,
  where: readonly string[] = [],
): string[] {
  if (!isObject(values)) {
    return [];
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...where, key];
    const text = path.join(".");
    if (isOpen(text)) {
      return [];
    }
    return isObject(known) && key in known ? unknownKeys(value, known[key], isOpen, path) : [text];
  });
}

/** Whether a path is one of a list of patterns, in which `*` stands for one part. */
export function matches(path: string, pattern: string): boolean {
  const parts = pattern.split(".");
  const own = path.split(".");
  return own.length === parts.length && parts.every((part, i) => part === "*" || part === own[i]);
}

/** What is at a path of values; undefined where there is nothing. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), values);
}

/** Images that values name in the ways that charts have for it: `<registry>/<repository>:<tag>@<digest>`. */
export function imagesIn(values: unknown): string[] {
  if (Array.isArray(values)) {
    return values.flatMap(imagesIn);
  }
  if (!isObject(values)) {
    return [];
  }
  const own =
    typeof values.repository === "string" && typeof values.tag === "string"
      ? [referenceOf(values)]
      : typeof values.image === "string"
        ? [values.image]
        : [];
  return [...new Set([...own, ...Object.values(values).flatMap(imagesIn)])];
}

function referenceOf(image: Readonly<Record<string, unknown>>): string {
  const text = (key: string) => {
    const value = image[key];
    return typeof value === "string" ? value : "";
  };
  const name = text("registry") === "" ? text("repository") : `${text("registry")}/${text("repository")}`;
  const digest = text("sha") === "" ? text("digest") : `sha256:${text("sha")}`;
  return `${name}:${text("tag")}${digest === "" ? "" : `@${digest}`}`;
}
