import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import { checkSource, findRelease, locateSource, type Manifest, render } from "../../manifests";
import { catalogue } from "../components/catalogue";
import { targetOf } from "../objects";
import { contextOf, localInfra } from "../testing/settings";

/**
 * Every object of release 26.03, of all components and both ways of keeping pipelines' definitions, as upstream
 * renders them; or why this machine can't have them.
 */
export async function releaseManifests(): Promise<readonly Manifest[] | string> {
  const environment = readEnvironment();
  const source = locateSource(findRelease("26.03"), environment);
  const missing = await checkSource(source);
  if (missing !== undefined) {
    return missing;
  }
  const settings = (["kubernetes", "database"] as const).map((definitions) =>
    contextOf(localInfra, { pipelines: { definitions } }),
  );
  const targets = new Set(
    Object.values(catalogue).flatMap((component) => settings.map((setting) => targetOf(component, setting))),
  );
  try {
    const rendered = await render(source, [...targets], { environment });
    return [...rendered.values()].flatMap(({ manifests }) => manifests);
  } catch (error) {
    // Without kustomize on PATH only what was rendered before can be had.
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}
