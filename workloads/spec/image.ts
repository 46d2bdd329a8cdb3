import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";
import { mapImage, nameOf, parseReference } from "../../images";

/**
 * A container image as the environment has it: through its caches or its mirror.
 *
 * One that its map doesn't know would be pulled past it, from the internet: it is refused where the environment says so
 * (`kubeflow-platform:images.onlyMapped`).
 *
 * @param owner    who asks, for messages: `TrainJob "name"`
 * @param image    as upstream names it, such as `python:3.12-slim`, or a registry that the map leads to
 * @param platform the platform that carries it
 * @throws UserError where it is no reference, or outside of the image map
 */
export function imageOf(owner: string, image: string, { images }: Pick<PlatformOutputs, "images">): string {
  const reference = parseReference(image);
  if (reference === undefined) {
    throw new UserError(`${owner}: "${image}" is no container image`, "name it as in `docker pull`");
  }
  const { registries, mirror } = images;
  const name = nameOf(reference);
  const begins = (prefix: string) => name === prefix || name.startsWith(`${prefix}/`);
  const known =
    mirror !== undefined || [...Object.keys(registries), ...Object.values(registries)].some(begins);
  if (images.onlyMapped && !known) {
    throw new UserError(
      `${owner}: image ${image} is outside of the environment's image map; it has images of ${Object.keys(registries).join(", ")}`,
      `add "${reference.registry}" to kubeflow-platform:images.registries (with itself as value, it is pulled from there)`,
    );
  }
  // What the map has made already stays as it is.
  return [...Object.values(registries), ...(mirror === undefined ? [] : [mirror])].some(begins)
    ? image
    : mapImage(image, images);
}
