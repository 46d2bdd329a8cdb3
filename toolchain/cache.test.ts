import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { findInCache, findOnPath, installIntoCache, parseVersion, toolFolder, versionWillDo } from "./cache";
import { withFolder, writeScript } from "./testing/folders";

const platform = { os: "linux", arch: "amd64" } as const;

describe("versions that tools answer", () => {
  it("are found in whatever a tool prints", () => {
    assert.deepEqual(parseVersion("Kubernetes v1.35.0"), [1, 35, 0]);
    assert.deepEqual(parseVersion("kwok version v0.8.0 go1.26.8 (linux/amd64)"), [0, 8, 0]);
    assert.deepEqual(parseVersion("Client Version: v1.32.4-dispatcher"), [1, 32, 4]);
    assert.equal(parseVersion("no version"), undefined);
  });

  it("will do within the same minor, or for Pulumi within the same major from the pinned one on", () => {
    assert.ok(versionWillDo("kube-apiserver", "1.35.7"));
    assert.ok(!versionWillDo("kube-apiserver", "1.34.9"));
    assert.ok(versionWillDo("pulumi", "3.999.0"));
    assert.ok(!versionWillDo("pulumi", "3.100.0"));
    assert.ok(!versionWillDo("pulumi", "4.0.0"));
    assert.ok(!versionWillDo("kwok", "unknown"));
  });
});

describe("the cache of tools", () => {
  it("holds a tool once it was installed, and not a damaged one", () =>
    withFolder((folder) => {
      const staged = path.join(folder, "tools", ".tmp-kwok-1");
      writeScript(path.join(staged, "kwok"), "echo kwok version v0.8.0");
      assert.equal(findInCache(folder, "kwok", platform), undefined);
      const file = installIntoCache(folder, "kwok", platform, staged, "build");
      assert.equal(findInCache(folder, "kwok", platform), file);
      assert.ok(!fs.existsSync(staged));
      fs.truncateSync(file, 3);
      assert.equal(findInCache(folder, "kwok", platform), undefined);
      return Promise.resolve();
    }));

  it("replaces a damaged tool", () =>
    withFolder((folder) => {
      fs.mkdirSync(toolFolder(folder, "kwok", platform), { recursive: true });
      const staged = path.join(folder, "tools", ".tmp-kwok-1");
      writeScript(path.join(staged, "kwok"));
      const file = installIntoCache(folder, "kwok", platform, staged, "download");
      assert.equal(findInCache(folder, "kwok", platform), file);
      assert.deepEqual(fs.readdirSync(path.join(folder, "tools")).length, 1);
      return Promise.resolve();
    }));
});

describe("tools on PATH", () => {
  it("are taken where their version will do, past those whose version won't", () =>
    withFolder(async (folder) => {
      const [old, fit] = [path.join(folder, "old"), path.join(folder, "fit")];
      writeScript(path.join(old, "kustomize"), "echo v4.0.0");
      const good = writeScript(path.join(fit, "kustomize"), "echo v5.7.3");
      assert.equal(await findOnPath(folder, [path.join(folder, "none"), old, fit], "kustomize"), good);
    }));

  it("are asked for their version once, and again when they change", () =>
    withFolder(async (folder) => {
      const asked = path.join(folder, "asked");
      const file = writeScript(path.join(folder, "bin", "etcd"), `echo x >> ${asked}`, "echo 3.6.1");
      for (let i = 0; i < 3; i++) {
        assert.equal(await findOnPath(folder, [path.dirname(file)], "etcd"), file);
      }
      assert.equal(fs.readFileSync(asked, "utf8"), "x\n");
      writeScript(file, `echo x >> ${asked}`, "echo etcd Version: 3.5.0");
      assert.equal(await findOnPath(folder, [path.dirname(file)], "etcd"), undefined);
      assert.equal(fs.readFileSync(asked, "utf8"), "x\nx\n");
    }));
});
