import { nameOf, parseReference } from "./reference";

/** An image that another one takes the place of; one of the two is absent where it comes or goes. */
export interface ImageChange {
  readonly before?: string;
  readonly after?: string;
}

/**
 * Which images take the place of which: by their repository, then by its last part where it has moved, then by what is
 * left, which comes or goes.
 */
export function imageChanges(before: readonly string[], after: readonly string[]): readonly ImageChange[] {
  let old = before.filter((image) => !after.includes(image));
  let next = after.filter((image) => !before.includes(image));
  const changes: ImageChange[] = [];
  for (const alikeBy of [repositoryOf, lastPartOf]) {
    for (const image of [...old]) {
      const alike = next.filter((other) => alikeBy(other) === alikeBy(image));
      const [only] = alike;
      // Of several variants with one name nobody can tell which is whose, but by the order of their tags.
      if (only !== undefined) {
        changes.push({ before: image, after: only });
        old = old.filter((other) => other !== image);
        next = next.filter((other) => other !== only);
      }
    }
  }
  return [
    ...changes.sort((a, b) => (a.before ?? "").localeCompare(b.before ?? "")),
    ...next.map((image) => ({ after: image })),
    ...old.map((image) => ({ before: image })),
  ];
}

/** An image's name with its registry, without tag and digest; all of the text where that is no reference. */
export function repositoryOf(image: string): string {
  const parsed = parseReference(image);
  return parsed === undefined ? image : nameOf(parsed);
}

/** The last part of an image's name: `kfp-api-server` of `ghcr.io/kubeflow/kfp-api-server:2.16.0`. */
export function lastPartOf(image: string): string {
  return repositoryOf(image).split("/").at(-1) ?? image;
}
