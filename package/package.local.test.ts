import assert from "node:assert/strict";
import * as fs from "node:fs";
import { builtinModules } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import rootPackage from "../package.json";
import { buildPackage } from "./build";
import packageJson from "./package.json";

describe("the package for other teams", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "package-"));
  let files: readonly string[] = [];
  before(() => {
    buildPackage(folder);
    files = fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("has the contract and the components, and nothing of the programs", () => {
    const rooms = new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]));
    for (const program of ["infra", "platform", "manifests", "cli", "deployments", "proof", "bench"]) {
      assert.ok(!rooms.has(program), `${program}/ is in the package`);
    }
    assert.deepEqual(
      files.filter((file) => /(^|\/)(examples|testing)\/|\.test\./.test(file)),
      [],
    );
    for (const wanted of [
      "package/index.js",
      "package/index.d.ts",
      "contract/index.d.ts",
      "workloads/components/index.js",
    ]) {
      assert.ok(files.includes(wanted), wanted);
    }
  });

  it("asks for the modules that it imports, in the versions that it is tested with", () => {
    const wanted = new Set(
      files
        .filter((file) => /\.(js|d\.ts)$/.test(file))
        .flatMap((file) => importsOf(path.join(folder, file))),
    );
    const tested: Readonly<Record<string, string>> = rootPackage.dependencies;
    const asked: Readonly<Record<string, string>> = {
      ...packageJson.dependencies,
      ...packageJson.peerDependencies,
    };
    assert.deepEqual([...wanted].sort(), Object.keys(asked).sort());
    for (const [name, version] of Object.entries(asked)) {
      assert.equal(version.replace("^", ""), tested[name], name);
    }
    assert.equal(packageJson.version, rootPackage.version);
  });

  it("has the provider's plugin, which runs as it is", () => {
    const plugin = path.join(folder, "workloads", "provider", "pulumi-resource-kubeflow-workloads");
    fs.accessSync(plugin, fs.constants.X_OK);
    assert.ok(files.includes("workloads/provider/main.js"));
  });
});

/** Names of the packages that a file imports. */
function importsOf(file: string): string[] {
  const text = fs.readFileSync(file, "utf8");
  return [...text.matchAll(/(?:require\(|from |import\()"([^".][^"]*)"/g)]
    .map(([, module = ""]) => module)
    .filter((module) => !module.startsWith("node:") && !builtinModules.includes(module))
    .map((module) =>
      (module.startsWith("@") ? module.split("/").slice(0, 2) : module.split("/").slice(0, 1)).join("/"),
    );
}
