import type { Manifest } from "../../manifests";
import { catalogue } from "../components/catalogue";
import { targetOf } from "../objects";
import { renderedRelease } from "../testing/release";
import { contextOf, localInfra } from "../testing/settings";

/**
 * Every object of release 26.03, of all components and both ways of keeping pipelines' definitions, as upstream
 * renders them; or why this machine can't have them.
 */
export async function releaseManifests(): Promise<readonly Manifest[] | string> {
  const settings = (["kubernetes", "database"] as const).map((definitions) =>
    contextOf(localInfra, { pipelines: { definitions } }),
  );
  const targets = new Set(
    Object.values(catalogue).flatMap((component) => settings.map((setting) => targetOf(component, setting))),
  );
  const rendered = await renderedRelease("26.03", [...targets]);
  return typeof rendered === "string"
    ? rendered
    : [...rendered.values()].flatMap(({ manifests }) => manifests);
}
