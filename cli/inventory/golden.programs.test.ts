import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { parseConfig } from "../../config/load";
import { type InfraOutputs, projects } from "../../contract";
import { checkSource, findRelease, locateSource, mirroredChart } from "../../manifests";
import { charts } from "../../platform/addons";
import { PlatformConfig } from "../../platform/config";
import { isAddon } from "../../platform/parts";
import { renderParts } from "../../platform/render";
import { selectParts } from "../../platform/select";
import { awsInfra, localInfra } from "../../platform/testing/settings";
import { ensureTools } from "../../toolchain";
import { readConfiguration } from "../preflight";
import { repositoryAt } from "../repository";
import { roomsOf } from "../rooms";
import { collectInventory } from "./collect";

/** Milliseconds: every program of an environment is loaded and run, and the release rendered where it never was. */
const patience = 300_000;

/** The program takes kustomize from PATH, where a bare machine has none: what it needs is rendered beforehand. */
async function renderWithPinnedTool(config: PlatformConfig, infra: InfraOutputs): Promise<void> {
  const environment = readEnvironment();
  const { kustomize } = await ensureTools(["kustomize"], { environment });
  const setting = { config, infra };
  const components = selectParts(setting).filter((part) => !isAddon(part));
  await renderParts(components, setting, {
    environment,
    kustomize: { command: kustomize, args: ["build"] },
  });
}

/** One line a resource of the environment, sorted. */
async function linesOf(name: string, infra: InfraOutputs): Promise<string> {
  const repository = repositoryAt();
  const { all } = readConfiguration(repository, name, undefined);
  const config = name === "local" ? { ...all, "kubeflow-infra:directory": "/clone/.local" } : all;
  await renderWithPinnedTool(parseConfig(PlatformConfig, projects.platform, name, all), infra);
  const items = await collectInventory(roomsOf(repository.root), name, config);
  const lines = items
    .filter(({ project }) => name === "local" || project !== projects.infra)
    .map(({ project, component, type, name: resource }) => `${project} ${component} ${type} ${resource}`);
  return `${lines.sort().join("\n")}\n`;
}

/**
 * Every resource by project, component, type and name. Review material: a change of these files is a change of what gets
 * installed, and a name that goes is somebody's object that is replaced. Infra of dev and prod is in files of its own,
 * with inputs.
 *
 * `npm run inventory -- ENV --json` has the inputs too; they are not in these files, as most are upstream's.
 */
describe("golden inventory", () => {
  before(async function () {
    const environment = readEnvironment();
    const missing =
      (await checkSource(locateSource(findRelease("26.03"), environment))) ??
      (mirroredChart(charts.kueue, environment) === undefined
        ? "no mirror has the definitions of the add-ons' charts, which decide on what local installs"
        : undefined);
    if (missing !== undefined) {
      process.stderr.write(`SKIPPED: golden inventory: ${missing}\n`);
      this.skip();
    }
  });

  for (const [name, infra] of Object.entries({ local: localInfra, dev: awsInfra, prod: awsInfra })) {
    it(`of ${name} is what the programs register`, async function () {
      this.timeout(patience);
      const golden = path.join(__dirname, "golden", `${name}.txt`);
      const known = fs.existsSync(golden) ? fs.readFileSync(golden, "utf8") : "";
      const text = await linesOf(name, infra);
      if (text !== known) {
        const repository = repositoryAt();
        const actual = path.join(repository.directory, `inventory-${name}.txt`);
        fs.mkdirSync(repository.directory, { recursive: true });
        fs.writeFileSync(actual, text);
        const before = new Set(known.split("\n"));
        const now = new Set(text.split("\n"));
        assert.fail(
          [
            `${name} registers other resources than cli/inventory/golden/${name}.txt has:`,
            ...[...before].filter((line) => !now.has(line)).map((line) => `- ${line}`),
            ...[...now].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
            `if that is meant: cp ${path.relative(repository.root, actual)} ${path.relative(repository.root, golden)}`,
          ].join("\n"),
        );
      }
    });
  }
});
