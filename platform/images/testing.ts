import type { Manifest, ReleaseVersion } from "../../manifests";
import { catalogue } from "../components/catalogue";
import { targetsOf } from "../objects";
import { renderedRelease } from "../testing/release";
import { contextOf, localInfra } from "../testing/settings";

/**
 * Every object of a release, of all components and both ways of keeping pipelines' definitions, as upstream
 * renders them; or why this machine can't have them.
 */
export async function releaseManifests(release: ReleaseVersion): Promise<readonly Manifest[] | string> {
  const settings = (["kubernetes", "database"] as const).map((definitions) =>
    contextOf(localInfra, { release, pipelines: { definitions } }),
  );
  const targets = new Set(
    Object.values(catalogue).flatMap((component) =>
      settings.flatMap((setting) => targetsOf(component, setting)),
    ),
  );
  const rendered = await renderedRelease(release, [...targets]);
  return typeof rendered === "string"
    ? rendered
    : [...rendered.values()].flatMap(({ manifests }) => manifests);
}
