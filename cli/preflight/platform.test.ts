import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { addons } from "../../platform/addons";
import { repositoryAt } from "../repository";
import { type PreflightContext, runChecks } from "./check";
import { type Configuration, readConfiguration } from "./configuration";
import { platformChecks } from "./platform";

/** prod with some of the platform's configuration changed. */
function prodWith(change: (platform: Configuration["platform"]) => object): PreflightContext {
  const repository = repositoryAt();
  const configuration = readConfiguration(repository, "prod", undefined);
  const platform = { ...configuration.platform, ...change(configuration.platform) };
  return {
    repository,
    name: "prod",
    environment: { ...readEnvironment(), path: [], manifestsMirror: "/nowhere" },
    cluster: undefined,
    configuration: { ...configuration, platform },
  };
}

async function found(context: PreflightContext, check: string) {
  return (await runChecks(platformChecks, context)).find((finding) => finding.check === check);
}

describe("platformChecks", () => {
  it("ask for the authorities of the database's certificate, or for a word that it does without", async () => {
    const without = prodWith(() => ({ database: { acceptUnverified: false } }));
    const finding = await found(without, "Database");
    assert.equal(finding?.result, "mistake");
    assert.match(finding.wayOut ?? "", /us-west-2-bundle\.pem.*acceptUnverified/);
    const accepted = prodWith(() => ({ database: { acceptUnverified: true } }));
    assert.equal((await found(accepted, "Database"))?.result, "warning");
  });

  it("refuse digests that are required and not there", async () => {
    const required = await found(
      prodWith((platform) => ({ images: { ...platform.images, digests: "required" } })),
      "Images",
    );
    const lock = path.join(repositoryAt().root, "images.lock.json");
    assert.equal(required?.result, fs.existsSync(lock) ? "ok" : "mistake");
    const preferred = prodWith((platform) => ({ images: { ...platform.images, digests: "preferred" } }));
    assert.equal((await found(preferred, "Images"))?.result, "ok");
  });

  it("miss helm where charts are in no mirror", async () => {
    const finding = await found(
      prodWith(() => ({})),
      "Charts",
    );
    assert.equal(finding?.result, "failure");
    assert.match(finding.text, /helm is not on PATH.*karpenter/);
  });

  it("do without helm where a mirror has every chart", async () => {
    const mirror = fs.mkdtempSync(path.join(os.tmpdir(), "charts-"));
    try {
      for (const { chart } of Object.values(addons)) {
        fs.mkdirSync(path.join(mirror, "charts", `${chart.name}-${chart.version}`), { recursive: true });
      }
      const context = prodWith(() => ({}));
      const environment = { ...context.environment, manifestsMirror: mirror };
      assert.equal((await found({ ...context, environment }, "Charts"))?.result, "ok");
    } finally {
      fs.rmSync(mirror, { recursive: true });
    }
  });
});
