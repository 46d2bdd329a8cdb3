import { InfraOutputs } from "../../contract";
import { findImages, type FoundImage } from "../../manifests";
import { nameUnnamedImages, unnamedImages } from "../../platform/images";
import { componentObjects } from "../../platform/objects";
import { isAddon } from "../../platform/parts";
import { renderParts } from "../../platform/render";
import { selectParts } from "../../platform/select";
import { registerInfra } from "../inventory/collect";
import { readConfiguration } from "../preflight";
import type { Repository } from "../repository";
import { roomsOf } from "../rooms";

/**
 * The images that an environment's platform names, as upstream names them: before the image map, and those that its
 * programs have compiled in. Images of charts are not among them: their templates are with their publishers.
 *
 * Infra's outputs are taken from its program and mocks: needs no credentials, cluster or engine.
 */
export async function environmentImages(
  repository: Repository,
  name: string,
): Promise<readonly FoundImage[]> {
  const { platform: config, all } = readConfiguration(repository, name, undefined);
  const [room] = roomsOf(repository.root);
  if (room === undefined) {
    throw new Error("there is no room of infra");
  }
  const { outputs } = await registerInfra(room, name, all);
  const setting = { config, infra: InfraOutputs.parse(outputs) };
  const { parts, rendered, chartCrds } = await renderParts(selectParts(setting), setting);
  const names = new Set(parts.map((part) => part.name));
  const context = { ...setting, has: names.has.bind(names) };
  const common = nameUnnamedImages();
  const objects = parts.flatMap((part) =>
    isAddon(part)
      ? (part.additions?.(context) ?? [])
      : componentObjects(part, { context, rendered, chartCrds, common }),
  );
  const named = findImages(objects);
  const known = new Set(named.map(({ reference }) => reference));
  const unnamed = unnamedImages
    .filter(({ reference }) => !known.has(reference))
    .map(({ reference, used }) => ({ reference, object: "(no object)", place: used }));
  return [...named, ...unnamed];
}
