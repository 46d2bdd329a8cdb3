import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { parseConfig } from "../../config/load";
import { projects } from "../../contract";
import { checkSource, findRelease, locateSource } from "../../manifests";
import { PlatformConfig } from "../../platform/config";
import { renderParts } from "../../platform/render";
import { selectParts } from "../../platform/select";
import { localInfra } from "../../platform/testing/settings";
import { ensureTools } from "../../toolchain";
import { readConfiguration } from "../preflight";
import { repositoryAt } from "../repository";
import { roomsOf } from "../rooms";
import { collectInventory } from "./collect";

const golden = path.join(__dirname, "golden", "local.txt");

/** The program takes kustomize from PATH, where a bare machine has none: what it needs is rendered beforehand. */
async function renderWithPinnedTool(config: PlatformConfig): Promise<void> {
  const environment = readEnvironment();
  const { kustomize } = await ensureTools(["kustomize"], { environment });
  const setting = { config, infra: localInfra };
  await renderParts(selectParts(setting), setting, {
    environment,
    kustomize: { command: kustomize, args: ["build"] },
  });
}

/**
 * Every resource of `local` by project, component, type and name. Review material: a change of this file is a
 * change of what gets installed, and a name that goes is somebody's object that is replaced.
 *
 * `npm run inventory -- local --json` has the inputs too; they are not in the file, as most are upstream's.
 */
describe("golden inventory", () => {
  it("of local is what the programs register", async function () {
    const missing = await checkSource(locateSource(findRelease("26.03"), readEnvironment()));
    if (missing !== undefined) {
      process.stderr.write(`SKIPPED: ${missing}\n`);
      this.skip();
    }
    const repository = repositoryAt();
    const { all } = readConfiguration(repository, "local", undefined);
    const config = { ...all, "kubeflow-infra:directory": "/clone/.local" };
    await renderWithPinnedTool(parseConfig(PlatformConfig, projects.platform, "local", all));
    const items = await collectInventory(roomsOf(repository.root), "local", config);
    const lines = items.map(
      ({ project, component, type, name }) => `${project} ${component} ${type} ${name}`,
    );
    const text = `${lines.sort().join("\n")}\n`;
    if (text !== fs.readFileSync(golden, "utf8")) {
      const actual = path.join(repository.directory, "inventory-local.txt");
      fs.mkdirSync(repository.directory, { recursive: true });
      fs.writeFileSync(actual, text);
      const before = new Set(fs.readFileSync(golden, "utf8").split("\n"));
      const now = new Set(text.split("\n"));
      assert.fail(
        [
          "local registers other resources than cli/inventory/golden/local.txt has:",
          ...[...before].filter((line) => !now.has(line)).map((line) => `- ${line}`),
          ...[...now].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
          `if that is meant: cp ${path.relative(repository.root, actual)} ${path.relative(repository.root, golden)}`,
        ].join("\n"),
      );
    }
  });
});
