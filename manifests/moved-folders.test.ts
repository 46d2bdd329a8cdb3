import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../config/environment";
import { KustomizationFolders, movedFolders } from "./moved-folders";
import { findRelease } from "./releases";
import { locateSource } from "./source";

describe("movedFolders", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "moved-"));
  });

  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  function release(name: string, files: Readonly<Record<string, string>>): KustomizationFolders {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name, file)), { recursive: true });
      fs.writeFileSync(path.join(root, name, file), text);
    }
    return new KustomizationFolders(path.join(root, name));
  }

  const objects = (...names: string[]) =>
    names.map((name) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`).join("---\n");

  it("follows objects through kustomizations, whatever makes them no YAML", () => {
    const folders = release("a", {
      "x/base/kustomization.yaml": "resources: [all.yaml, ../../y, https://elsewhere.example/z]",
      "x/base/all.yaml": objects("a", "b"),
      "y/kustomization.yml": "bases: [../x/base]\nresources: [bad.yaml, c.yaml]",
      "y/bad.yaml": "{{ template",
      "y/c.yaml": objects("c"),
    });
    assert.deepEqual(folders.all, ["x/base", "y"]);
    assert.deepEqual([...folders.objectsOf("x/base")].sort(), ["Service/a", "Service/b", "Service/c"]);
  });

  it("names all that are missing in one go, the likeliest place first", () => {
    const from = release("from", {
      "apps/one/kustomization.yaml": "resources: [a.yaml]",
      "apps/one/a.yaml": objects("a", "b"),
      "apps/two/overlay/kustomization.yaml": "resources: [c.yaml]",
      "apps/two/overlay/c.yaml": objects("c"),
      "apps/stays/kustomization.yaml": "resources: [d.yaml]",
      "apps/stays/d.yaml": objects("d"),
    });
    const to = release("to", {
      "apps/stays/kustomization.yaml": "resources: [d.yaml]",
      "apps/stays/d.yaml": objects("d", "e"),
      "new/place/kustomization.yaml": "resources: [a.yaml]",
      "new/place/a.yaml": objects("a", "b"),
      "new/everything/kustomization.yaml": "resources: [../place, ../../apps/stays]",
      "new/two/overlay/kustomization.yaml": "resources: [c.yaml]",
      "new/two/overlay/c.yaml": objects("renamed"),
    });
    const moved = movedFolders(["apps/one", "apps/two/overlay", "apps/stays", "apps/one"], from, to);
    assert.deepEqual(
      moved.map(({ folder, gone, candidates }) => [folder, gone, candidates[0]]),
      [
        ["apps/one", true, { folder: "new/place", objects: 2, of: 2 }],
        ["apps/two/overlay", true, { folder: "new/two/overlay", objects: 0, of: 1 }],
      ],
    );
  });

  it("sees what was taken out of a folder that is still there", () => {
    const from = release("from", {
      "cert/all/kustomization.yaml": "resources: [a.yaml]",
      "cert/all/a.yaml": objects("a", "b", "c"),
    });
    const to = release("to", {
      "cert/all/kustomization.yaml": "resources: [a.yaml]",
      "cert/all/a.yaml": objects("a"),
      "cert/base/kustomization.yaml": "resources: [a.yaml]",
      "cert/base/a.yaml": objects("b", "c"),
    });
    assert.deepEqual(movedFolders(["cert/all"], from, to), [
      { folder: "cert/all", gone: false, candidates: [{ folder: "cert/base", objects: 2, of: 2 }] },
    ]);
  });

  it("would have found what moved in 26.03.1-rc.2, without its `folders`", function () {
    const { folders = {} } = findRelease("26.03.1-rc.2");
    const [from, to] = ["26.03", "26.03.1-rc.2"].map((version) =>
      locateSource(findRelease(version), readEnvironment()),
    );
    for (const source of [from, to]) {
      if (source?.kind === "git" && !source.present) {
        process.stderr.write(
          `SKIPPED: folders that moved: ${source.release.version} is not on this machine\n`,
        );
        this.skip();
      }
    }
    assert.ok(from !== undefined && to !== undefined);
    const found = movedFolders(
      Object.keys(folders),
      new KustomizationFolders(from.directory),
      new KustomizationFolders(to.directory),
    );
    const missed = Object.entries(folders).flatMap(([folder, now]) => {
      const { candidates = [] } = found.find((one) => one.folder === folder) ?? {};
      const named = candidates.map((candidate) => candidate.folder);
      return now.every((one) => one === folder || named.includes(one)) ? [] : [folder];
    });
    assert.equal(found.length, 13);
    // Folder and objects have other names there, and nothing else tells them.
    assert.deepEqual(missed, [
      "applications/admission-webhook/upstream/overlays/cert-manager",
      "applications/centraldashboard/overlays/oauth2-proxy",
    ]);
  });
});
