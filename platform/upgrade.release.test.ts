import assert from "node:assert/strict";
import {
  changedFixedFields,
  type Manifest,
  objectKey,
  releaseVersions,
  type ReleaseVersion,
} from "../manifests";
import { catalogue, componentNames } from "./components";
import { targetsOf } from "./objects";
import { renderedRelease } from "./testing/release";
import { replacedOnTheWayTo } from "./testing/replaced";
import { localInfra, settingOf } from "./testing/settings";

async function objectsOf(release: ReleaseVersion): Promise<ReadonlyMap<string, Manifest> | string> {
  const setting = settingOf(localInfra, { release });
  const targets = componentNames.flatMap((name) => targetsOf(catalogue[name], setting));
  const rendered = await renderedRelease(release, targets);
  return typeof rendered === "string"
    ? rendered
    : new Map(
        [...rendered.values()]
          .flatMap(({ manifests }) => manifests)
          .map((manifest) => [objectKey(manifest), manifest]),
      );
}

describe("the way from one release to the next", function () {
  // The first rendering of a release on a machine takes some seconds.
  this.timeout(300_000);

  releaseVersions.slice(1).forEach((release, index) => {
    it(`${release}: replaces what somebody has looked at, and nothing else`, async function () {
      const [before, after] = [
        await objectsOf(releaseVersions[index] ?? assert.fail()),
        await objectsOf(release),
      ];
      for (const one of [before, after]) {
        if (typeof one === "string") {
          process.stderr.write(`SKIPPED: what the way to ${release} replaces: ${one}\n`);
          this.skip();
        }
      }
      assert.ok(typeof before === "object" && typeof after === "object");
      const found = [...before].flatMap(([key, manifest]) => {
        const next = after.get(key);
        return next === undefined ? [] : changedFixedFields(manifest, next).map((field) => `${key} ${field}`);
      });
      assert.deepEqual(found.sort(), replacedOnTheWayTo[release]);
    });
  });
});
