import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { repositoryAt } from "../repository";
import { ensurePassphrase, writeLocalProjects } from "./local-projects";

describe("writeLocalProjects", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "projects-"));
    fs.writeFileSync(path.join(root, "Pulumi.local.yaml"), "config:\n  kubeflow-platform:release: '26.03'\n");
    for (const room of ["infra", "platform", "workloads"]) {
      fs.mkdirSync(path.join(root, room));
      fs.writeFileSync(
        path.join(root, room, "Pulumi.yaml"),
        `name: kubeflow-${room}\nmain: index.ts\nplugins:\n  providers:\n    - name: own\n      path: ../plugin\n`,
      );
    }
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  it("makes projects with absolute plugin folders and the chosen plugins, below .local only", () => {
    const repository = repositoryAt(root);
    const before = fs.readFileSync(path.join(root, "Pulumi.local.yaml"), "utf8");
    writeLocalProjects(repository, undefined, { kind: "stand-in", folders: { random: "/s/random" } });
    const project: unknown = parse(
      fs.readFileSync(path.join(repository.projects, "infra", "Pulumi.yaml"), "utf8"),
    );
    assert.deepEqual(project, {
      name: "kubeflow-infra",
      runtime: "nodejs",
      stackConfigDir: "..",
      plugins: {
        providers: [
          { name: "own", path: path.join(root, "plugin") },
          { name: "random", path: "/s/random" },
        ],
      },
    });
    assert.equal(fs.readFileSync(path.join(root, "Pulumi.local.yaml"), "utf8"), before);
    assert.deepEqual(fs.readdirSync(root).sort(), [
      ".local",
      "Pulumi.local.yaml",
      "infra",
      "platform",
      "workloads",
    ]);
  });

  it("tells the programs where .local is", () => {
    const repository = repositoryAt(root);
    writeLocalProjects(repository, undefined, { kind: "official", folders: {} });
    const settings: unknown = parse(
      fs.readFileSync(path.join(repository.projects, "Pulumi.local.yaml"), "utf8"),
    );
    assert.deepEqual(settings, {
      config: { "kubeflow-platform:release": "26.03", "kubeflow-infra:directory": repository.directory },
    });
  });

  it("makes a passphrase once, for the user alone", () => {
    const repository = repositoryAt(root);
    ensurePassphrase(repository);
    const passphrase = fs.readFileSync(repository.passphrase, "utf8");
    ensurePassphrase(repository);
    assert.equal(fs.readFileSync(repository.passphrase, "utf8"), passphrase);
    assert.equal(fs.statSync(repository.passphrase).mode & 0o777, 0o600);
    assert.ok(passphrase.length >= 40);
  });
});
