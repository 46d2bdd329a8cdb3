import type { FoundImage } from "../../manifests";
import { unnamedImages } from "../../platform/images";
import { draftsOf, imagesOf } from "../../platform/objects";
import { renderParts } from "../../platform/render";
import { selectParts } from "../../platform/select";
import { settingOf } from "../inventory/setting";
import type { Repository } from "../repository";

/**
 * The images that an environment's platform names, as upstream names them: in objects, in values of charts, and those
 * that its programs have compiled in. What a chart names by itself is not among them.
 *
 * Infra's outputs are taken from its program and mocks: needs no credentials, cluster or engine.
 */
export async function environmentImages(
  repository: Repository,
  name: string,
): Promise<readonly FoundImage[]> {
  const setting = await settingOf(repository, name);
  const { config } = setting;
  const { parts, rendered, chartCrds } = await renderParts(selectParts(setting), setting);
  const names = new Set(parts.map((part) => part.name));
  const context = { ...setting, has: names.has.bind(names) };
  const args = { context, parts, rendered, chartCrds };
  const named = imagesOf(args, draftsOf(args));
  const known = new Set(named.map(({ reference }) => reference));
  const unnamed = unnamedImages(config.release)
    .filter(({ reference }) => !known.has(reference))
    .map(({ reference, used }) => ({ reference, object: "(no object)", place: used }));
  return [...named, ...unnamed];
}
