import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../../config/errors";
import { codeName, readCode } from "./code";

describe("readCode", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "code-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("reads the entrypoint and what it imports", () => {
    fs.writeFileSync(path.join(folder, "main.py"), "import parts\n");
    fs.writeFileSync(path.join(folder, "parts.py"), "x = 1\n");
    assert.deepEqual(readCode(folder, "main.py", "parts.py"), {
      files: { "main.py": "import parts\n", "parts.py": "x = 1\n" },
      entrypoint: "main.py",
    });
  });

  it("names a file that is not there", () => {
    assert.throws(() => readCode(folder, "main.py"), /main\.py can't be read: ENOENT/);
  });

  it("refuses what no ConfigMap holds", () => {
    fs.writeFileSync(path.join(folder, "main.py"), "#".repeat(1024 * 1024 + 1));
    assert.throws(() => readCode(folder, "main.py"), UserError);
  });
});

describe("codeName", () => {
  it("changes with the content", () => {
    assert.match(codeName("train", { "a.py": "1" }), /^train-code-[0-9a-f]{10}$/);
    assert.notEqual(codeName("train", { "a.py": "1" }), codeName("train", { "a.py": "2" }));
  });
});
