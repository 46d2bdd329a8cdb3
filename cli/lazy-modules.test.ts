import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

/** Runs a program after the modules were deferred, and tells what it writes. */
function after(program: string): unknown {
  const modules = JSON.stringify(path.join(__dirname, "lazy-modules.ts"));
  const text = `require(${modules}); const pulumi = require("@pulumi/pulumi"); ${program}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", text], {
    cwd: path.dirname(__dirname),
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe("packages of Pulumi's SDK that a command doesn't need", () => {
  it("are not loaded with it", () => {
    const program = `const { resolve } = require("node:module").createRequire(require.resolve("@pulumi/pulumi"));
      const isThere = (name) => !require("node:util").types.isProxy(require.cache[resolve(name)]?.exports);
      console.log(JSON.stringify(["typescript", "@npmcli/arborist", "normalize-package-data"].filter(isThere)))`;
    assert.deepEqual(after(program), []);
  });

  it("are there for a function that becomes text", () => {
    const program = `pulumi.runtime.serializeFunction(() => 4711)
      .then(({ text }) => console.log(JSON.stringify(text.includes("4711"))))`;
    assert.equal(after(program), true);
  });

  it("are there for the packages that go with such a function", () => {
    const program = `pulumi.runtime.computeCodePaths()
      .then((paths) => console.log(JSON.stringify([...paths.keys()].some((file) => file.includes("node_modules")))))`;
    assert.equal(after(program), true);
  });
});
