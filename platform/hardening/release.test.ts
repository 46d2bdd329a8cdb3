import assert from "node:assert/strict";
import { readEnvironment } from "../../config/environment";
import {
  checkSource,
  findRelease,
  locateSource,
  type Manifest,
  releaseVersions,
  render,
} from "../../manifests";
import { findKustomize } from "../../manifests/kustomize";
import { catalogue, type ComponentName, componentNames } from "../components";
import { PlatformConfig } from "../config";
import { renderedOf, targetsOf } from "../objects";
import { localInfra } from "../testing/settings";
import { checkRows, withoutRow } from "./harden";

/** Why this machine can't render a release; undefined where it can. */
async function whyNot(version: string): Promise<string | undefined> {
  const environment = readEnvironment();
  try {
    findKustomize(environment);
    return await checkSource(locateSource(findRelease(version), environment));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("the tables of hardening", function () {
  // The first rendering of a release on a machine takes some seconds.
  this.timeout(300_000);

  for (const version of releaseVersions) {
    describe(`against release ${version}`, () => {
      let rendered: ReadonlyMap<ComponentName, readonly Manifest[]>;

      before(async function () {
        const missing = await whyNot(version);
        if (missing !== undefined) {
          process.stderr.write(`SKIPPED: hardening is not held against ${version}: ${missing}\n`);
          this.skip();
        }
        const setting = { config: PlatformConfig.parse({ release: version }), infra: localInfra };
        const environment = readEnvironment();
        const source = locateSource(findRelease(version), environment);
        const targets = componentNames.flatMap((name) => targetsOf(catalogue[name], setting));
        const all = await render(source, targets, { environment });
        rendered = new Map(
          componentNames.map((name) => {
            const { manifests } = renderedOf(catalogue[name], { rendered: all, context: setting });
            return [name, manifests];
          }),
        );
      });

      it("name nothing that it has not got", () => {
        rendered.forEach((manifests, name) => {
          checkRows(name, manifests, version);
        });
      });

      it("decide on every workload and container that it has", () => {
        assert.deepEqual(
          [...rendered.values()].flatMap((manifests) => withoutRow(manifests, version)),
          [],
          "decide on these in platform/hardening/rows",
        );
      });
    });
  }
});
