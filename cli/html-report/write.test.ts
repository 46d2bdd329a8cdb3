import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import type { CommandContext } from "../commands/context";
import { PluginServers } from "../engine/plugin-servers";
import { makeDisplay } from "../progress/make-display";
import { repositoryAt } from "../repository";
import { reportFile, writeReport } from "./write";

const flags = {
  json: false,
  yes: false,
  verbose: false,
  showSecrets: false,
  refresh: false,
  cluster: undefined,
};

const trial = `config:
  kubeflow-infra:cluster: { kind: simulated }
  kubeflow-platform:release: "26.03"
`;

function contextIn(root: string, name: string, html: string | true): CommandContext {
  return {
    repository: repositoryAt(root),
    name,
    flags: { ...flags, html },
    environment: { ...readEnvironment({}), offline: true },
    display: makeDisplay(flags, true),
    providers: new PluginServers(),
    signal: new AbortController().signal,
    print: () => undefined,
    confirm: () => Promise.resolve(false),
    interactive: false,
  };
}

describe("writeReport", () => {
  let root: string;

  before(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-report-"));
    fs.writeFileSync(path.join(root, "package.json"), `{ "name": "a-clone", "version": "1.2.3" }`);
    fs.writeFileSync(path.join(root, "Pulumi.local.yaml"), trial);
    fs.writeFileSync(path.join(root, "Pulumi.wrong.yaml"), "config:\n  kubeflow-infra:clutser: {}\n");
  });

  after(() => {
    fs.rmSync(root, { recursive: true });
  });

  it("puts local's page into .local, others' beside their files, and any where it is told to", () => {
    assert.equal(reportFile(contextIn(root, "local", true)), path.join(root, ".local", "status-local.html"));
    assert.equal(reportFile(contextIn(root, "prod", true)), path.join(root, "status-prod.html"));
    assert.equal(reportFile(contextIn(root, "prod", "a/b.html")), path.resolve("a/b.html"));
  });

  it("writes a page where nothing is up, and where a cluster is silent", async () => {
    const context = contextIn(root, "local", true);
    const file = await writeReport(context, { stacks: [], states: [], cluster: undefined });
    const page = fs.readFileSync(file, "utf8");
    assert.match(page, /Nothing of it is up\./);
    assert.match(page, /costs nothing at AWS/);
    assert.match(page, /a-clone 1\.2\.3/);

    const outputs = { release: "26.03", cluster: { simulated: true }, provider: "local" };
    const stacks = [{ room: "platform", up: true, objects: 7, updated: undefined, outputs }];
    await writeReport(context, { stacks, states: [undefined], cluster: "connection refused" });
    assert.match(fs.readFileSync(file, "utf8"), /The cluster does not answer: connection refused/);
  });

  it("is written too where the configuration is wrong, and says so", async () => {
    const file = path.join(root, "page.html");
    await writeReport(contextIn(root, "wrong", file), { stacks: [], states: [], cluster: undefined });
    assert.match(fs.readFileSync(file, "utf8"), /clutser/);
  });
});
