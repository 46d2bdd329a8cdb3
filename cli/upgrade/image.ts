import { imageChanges, lastPartOf, parseReference } from "../../images";

/** An image's tag, or the beginning of its digest where it has none. */
export function imageTag(image: string): string {
  const { tag, digest = "latest" } = parseReference(image) ?? {};
  return tag ?? digest.slice(0, 19);
}

/** What changes from some images to others: `server v0.3.7 → v0.3.9`, and those that come. */
export function imageSteps(before: readonly string[], after: readonly string[]): readonly string[] {
  return imageChanges(before, after).flatMap(({ before: old, after: now }) => {
    if (now === undefined) {
      return [];
    }
    const tags = old === undefined ? imageTag(now) : `${imageTag(old)} → ${imageTag(now)}`;
    return [`${lastPartOf(now)} ${tags}`];
  });
}
