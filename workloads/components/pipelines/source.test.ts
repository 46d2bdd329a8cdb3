import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../../../config/errors";
import { committedText, readCommitted } from "./committed";
import { sourceFacts } from "./source";
import { folderWith, writeFiles } from "./testing/folder";

describe("sourceFacts", () => {
  let folder: string;
  beforeEach(() => {
    folder = folderWith({
      "churn.py": "from parts import sizes\n",
      "parts/__init__.py": "",
      "parts/sizes.py": "ROWS = 1\n",
      "other.py": "",
      "query.sql": "select 1\n",
    });
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const facts = (more: object = {}) => sourceFacts({ file: path.join(folder, "churn.py"), ...more });

  it("covers the file, what it imports, and what it is told", () => {
    assert.deepEqual(facts().files, ["churn.py", "parts/__init__.py", "parts/sizes.py"]);
    assert.deepEqual(facts({ files: ["query.sql"] }).files.length, 4);
  });

  it("changes with each of them, with the function, and with nothing else", () => {
    const { digest } = facts();
    assert.match(digest, /^[0-9a-f]{16}$/);
    assert.notEqual(facts({ function: "churn" }).digest, digest);
    assert.notEqual(facts({ files: ["query.sql"] }).digest, digest);
    writeFiles(folder, { "other.py": "x = 1\n" });
    assert.equal(facts().digest, digest);
    writeFiles(folder, { "parts/sizes.py": "ROWS = 2\n" });
    assert.notEqual(facts().digest, digest);
  });

  it("names a file that is not there", () => {
    for (const more of [{ file: path.join(folder, "nothing.py") }, { files: ["nothing.sql"] }]) {
      assert.throws(
        () => facts(more),
        (error) => error instanceof UserError && /nothing\.(py|sql)/.test(error.message),
      );
    }
  });
});

describe("committed form", () => {
  const compiled = {
    pipelineSpec: { pipelineInfo: { name: "p" }, schemaVersion: "2.1.0", root: { text: "a\n---\nb: |\n" } },
    platformSpec: { platforms: { kubernetes: {} } },
  };
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = folderWith({});
    file = path.join(folder, "p.yaml");
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("comes back as it was, for its own source alone", () => {
    for (const one of [compiled, { pipelineSpec: compiled.pipelineSpec }]) {
      fs.writeFileSync(file, committedText("p.py", "0f0f", one));
      assert.deepEqual(readCommitted(file, "0f0f"), one);
      assert.equal(readCommitted(file, "f0f0"), undefined);
    }
  });

  it("does not count where somebody edited it, where it is none, and where it isn't there", () => {
    const text = committedText("p.py", "0f0f", compiled);
    for (const other of [text.replace("2.1.0", "2.2.0"), text.replace(/^#.*\n/, ""), `${text}---\n`, ""]) {
      fs.writeFileSync(file, other);
      assert.equal(readCommitted(file, "0f0f"), undefined, other);
    }
    assert.equal(readCommitted(path.join(folder, "none.yaml"), "0f0f"), undefined);
  });
});
