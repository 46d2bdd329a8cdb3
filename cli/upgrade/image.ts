/** An image's name without its tag and digest: `ghcr.io/kubeflow/kfp-api-server`. */
export function imageName(reference: string): string {
  const [withTag = ""] = reference.split("@");
  const colon = withTag.lastIndexOf(":");
  // A colon before the last slash is that of a registry's port.
  return colon > withTag.lastIndexOf("/") ? withTag.slice(0, colon) : withTag;
}

/** Its tag, or the beginning of its digest where it has none. */
export function imageTag(reference: string): string {
  const [withTag = "", digest] = reference.split("@");
  const tag = withTag.slice(imageName(reference).length + 1);
  return tag === "" ? (digest ?? "latest").slice(0, 19) : tag;
}

/** What changes from some images to others: `server v0.3.7 → v0.3.9`, the whole of what has another name. */
export function imageSteps(before: readonly string[], after: readonly string[]): readonly string[] {
  const short = (reference: string): string => {
    const name = imageName(reference);
    return name.slice(name.lastIndexOf("/") + 1);
  };
  const gone = before.filter((image) => !after.includes(image));
  return after
    .filter((image) => !before.includes(image))
    .map((image) => {
      const same =
        gone.find((one) => imageName(one) === imageName(image)) ??
        gone.find((one) => short(one) === short(image));
      return same === undefined
        ? `${short(image)} ${imageTag(image)}`
        : `${short(image)} ${imageTag(same)} → ${imageTag(image)}`;
    });
}
