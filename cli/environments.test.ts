import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { listEnvironments, requireEnvironment } from "./environments";

describe("environments", () => {
  let root: string;

  before(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "environments-"));
    for (const file of ["Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.local.yaml", "Pulumi.dev.yaml.bak"]) {
      fs.writeFileSync(path.join(root, file), "");
    }
  });

  after(() => {
    fs.rmSync(root, { recursive: true });
  });

  it("are the Pulumi.<name>.yaml files", () => {
    assert.deepEqual(listEnvironments(root), ["local", "prod"]);
    assert.equal(requireEnvironment(root, "prod"), "prod");
  });

  it("that are unknown get the list and the nearest name", () => {
    assert.throws(() => requireEnvironment(root, "lokal"), {
      name: "UserError",
      exitCode: 2,
      message: /"lokal": the environments are local, prod\. Did you mean local\?/,
    });
  });

  it("can't be named by a path", () => {
    assert.throws(() => requireEnvironment(root, "../x"), { name: "UserError", message: /no environment/ });
  });
});
