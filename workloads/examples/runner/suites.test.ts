import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findSuites } from "./suites";

const repository = path.resolve(__dirname, "../../..");

describe("suites of Python", () => {
  let root: string;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "suites-"));
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true, force: true });
  });

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), content);
    }
  };

  it("are the examples that have a lock, with what their lock needs to be built", () => {
    write({
      "workloads/examples/one/train.py": "",
      "workloads/examples/one/tests/test_train.py": "",
      "workloads/examples/one/__pycache__/left.py": "",
      "workloads/examples/one/requirements.lock": "",
      "workloads/examples/one/requirements.in": "# builds: deepspeed, other\ndeepspeed\n",
      "workloads/examples/words/README.md": "",
      "node_modules/package/setup.py": "",
      ".local/program.py": "",
    });
    assert.deepEqual(findSuites(root, {}), [
      {
        folder: "workloads/examples/one",
        lockFile: "workloads/examples/one/requirements.lock",
        builds: ["deepspeed", "other"],
        files: ["tests/test_train.py", "train.py"],
        tested: true,
      },
    ]);
  });

  it("borrow packages, own what is below them, and leave to deeper ones what is theirs", () => {
    write({
      "lock.txt": "",
      "a/program.py": "",
      "a/deep/program.py": "",
      "a/deep/deeper/program.py": "",
    });
    const suites = findSuites(root, { a: "lock.txt", "a/deep": "lock.txt", missing: "nowhere.txt" });
    assert.deepEqual(
      suites.map(({ folder, files, tested }) => [folder, files, tested]),
      [
        ["a", ["program.py"], false],
        ["a/deep", ["deeper/program.py", "program.py"], false],
      ],
    );
  });

  it("are not complete without all Python, or with a lock that isn't there", () => {
    write({ "a/program.py": "" });
    assert.throws(() => findSuites(root, {}), /no suite checks a\/program\.py/);
    assert.throws(
      () => findSuites(root, { a: "a/x.lock" }),
      /a takes the packages of a\/x\.lock, which isn't there/,
    );
  });

  it("cover this repository", () => {
    const folders = findSuites(repository).map(({ folder }) => folder);
    assert.ok(folders.includes("platform/tenants"), folders.join(" "));
    assert.ok(folders.includes("workloads/examples/pytorch-ddp"), folders.join(" "));
  });
});
