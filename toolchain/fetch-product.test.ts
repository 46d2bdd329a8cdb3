import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../config/errors";
import { toolFolder, toolsFolder } from "./cache";
import { ensureTools, locateTools } from "./ensure";
import { fetchProduct, type Fetcher, type ToolEvent } from "./fetch-product";
import { testEnvironment, withFolder, writeScript } from "./testing/folders";

const platform = { os: "linux", arch: "amd64" } as const;

const closedNetwork: Fetcher = { fetchInto: () => Promise.reject(new Error("nothing can be reached")) };

/** Downloads a script that answers with `version`. */
const openNetwork = (version: string): Fetcher => ({
  fetchInto: (folder, name) => {
    writeScript(path.join(folder, name), `echo ${version}`);
    return Promise.resolve();
  },
});

/** A go command that "builds" scripts answering with a version, and counts its builds. */
function fakeGo(folder: string, version: string): string {
  return writeScript(
    path.join(folder, "bin", "go"),
    'case "$1" in',
    `env) echo ${folder} ;;`,
    "list) echo a; echo b ;;",
    `build) echo x >> ${folder}/builds`,
    '  while [ "$1" != "-o" ]; do shift; done',
    '  out="$2"; shift 2',
    '  for package in "$@"; do',
    '    echo "$package" >&2',
    `    printf '#!/bin/sh\\necho ${version}\\n' > "$out$(basename "$package")"`,
    '    chmod 755 "$out$(basename "$package")"',
    "  done ;;",
    "esac",
  );
}

describe("fetchProduct", () => {
  it("downloads, verifies and keeps a tool", () =>
    withFolder(async (cacheDir) => {
      const options = { environment: testEnvironment(cacheDir) };
      const { found } = await fetchProduct("kwok", ["kwok"], platform, options, openNetwork("v0.8.0"), {
        whyNot: "there is no go",
      });
      assert.equal(found.get("kwok"), path.join(toolFolder(cacheDir, "kwok", platform), "kwok"));
      assert.deepEqual(
        fs.readdirSync(toolsFolder(cacheDir)).filter((name) => name.startsWith(".")),
        [],
      );
    }));

  it("builds what can't be downloaded, showing progress, and builds it once", () =>
    withFolder(async (cacheDir) => {
      const events: ToolEvent[] = [];
      const options = {
        environment: testEnvironment(cacheDir),
        report: (one: ToolEvent) => events.push(one),
      };
      const go = { file: fakeGo(cacheDir, "v0.8.0") };
      const fetch = () => fetchProduct("kwok", ["kwok", "kwokctl"], platform, options, closedNetwork, go);
      const results = await Promise.all([fetch(), fetch()]);
      results.forEach(({ found }) => {
        assert.deepEqual([...found.keys()].sort(), ["kwok", "kwokctl"]);
      });
      assert.equal(fs.readFileSync(path.join(cacheDir, "builds"), "utf8"), "x\n");
      const last = events.filter(({ phase }) => phase === "building").at(-1);
      assert.deepEqual([last?.done, last?.total], [2, 2]);
    }));

  it("says why each tool could not be had where there is no Go either", () =>
    withFolder(async (cacheDir) => {
      const options = { environment: testEnvironment(cacheDir) };
      const go = { whyNot: "there is no go on PATH" };
      const { failures } = await fetchProduct("etcd", ["etcd"], platform, options, closedNetwork, go);
      assert.equal(failures.get("etcd"), "nothing can be reached; there is no go on PATH");
    }));

  it("keeps no download of another version", () =>
    withFolder(async (cacheDir) => {
      const options = { environment: testEnvironment(cacheDir) };
      const go = { whyNot: "no go" };
      const { failures } = await fetchProduct("etcd", ["etcd"], platform, options, openNetwork("9.9.9"), go);
      assert.match(failures.get("etcd") ?? "", /answers version 9\.9\.9/);
      assert.deepEqual(fs.readdirSync(toolsFolder(cacheDir)), []);
    }));

  it("removes what a killed run left, and fails with the compiler's words", () =>
    withFolder(async (cacheDir) => {
      const left = path.join(toolsFolder(cacheDir), ".tmp-etcd-killed");
      fs.mkdirSync(left, { recursive: true });
      const go = writeScript(
        path.join(cacheDir, "bin", "go"),
        `[ "$1" = env ] && { echo ${cacheDir}; exit 0; }`,
        "echo 'main.go:1: no such thing' >&2; exit 1",
      );
      const options = { environment: testEnvironment(cacheDir) };
      await assert.rejects(
        fetchProduct("etcd", ["etcd"], platform, options, closedNetwork, { file: go }),
        (error) =>
          error instanceof UserError && error.exitCode === 1 && error.message.includes("no such thing"),
      );
      assert.deepEqual(fs.readdirSync(toolsFolder(cacheDir)), []);
    }));
});

describe("ensureTools", () => {
  it("takes tools from PATH first", () =>
    withFolder(async (cacheDir) => {
      const file = writeScript(path.join(cacheDir, "bin", "kustomize"), "echo v5.7.1");
      const environment = testEnvironment(cacheDir, { path: [path.dirname(file)] });
      assert.deepEqual(await ensureTools(["kustomize"], { environment }), { kustomize: file });
    }));

  it("names all that is missing and the ways out, where nothing may be fetched", () =>
    withFolder(async (cacheDir) => {
      const environment = testEnvironment(cacheDir, { offline: true });
      await assert.rejects(
        ensureTools(["kwok", "etcd"], { environment }),
        (error) =>
          error instanceof UserError &&
          error.exitCode === 1 &&
          /kwok 0\.8\.0: .*\n.*etcd 3\.6/.test(error.message) &&
          /install Go .* or let this machine reach/.test(error.message),
      );
    }));

  it("says beforehand how tools would be got", () =>
    withFolder(async (cacheDir) => {
      const bin = path.dirname(fakeGo(cacheDir, "v1"));
      const states = async (changes: { path?: string[]; offline?: boolean }) =>
        (await locateTools(["kustomize"], testEnvironment(cacheDir, changes))).map(({ state }) => state);
      assert.deepEqual(await states({}), ["to download"]);
      assert.deepEqual(await states({ path: [bin] }), ["to download or build"]);
      assert.deepEqual(await states({ path: [bin], offline: true }), ["missing"]);
    }));
});
