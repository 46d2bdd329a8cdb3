import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type NewLines, readNewLines } from "./tail";

describe("readNewLines", () => {
  let file: string;
  beforeEach(() => {
    file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "tail-")), "x.log");
  });
  afterEach(() => {
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  /** All that is there, read in pieces. */
  function readAll(
    before?: NewLines["next"],
    chunk?: number,
  ): { lines: string[]; next: NewLines["next"] | undefined } {
    const lines: string[] = [];
    let next = before;
    for (;;) {
      const found = readNewLines(file, next, chunk);
      if (found === undefined) {
        return { lines, next };
      }
      lines.push(...found.lines);
      next = found.next;
    }
  }

  it("gives whole lines, each once, whatever they are written in", () => {
    fs.writeFileSync(file, "one\r\n\ntwö\nthr");
    const first = readAll(undefined, 8);
    assert.deepEqual(first.lines, ["one", "twö"]);
    fs.appendFileSync(file, "ee\n");
    const second = readAll(first.next);
    assert.deepEqual(second.lines, ["three"]);
    assert.deepEqual(readAll(second.next).lines, []);
  });

  it("reads a file from its beginning that was cut or replaced", () => {
    fs.writeFileSync(file, "one\ntwo\n");
    const { next } = readAll();
    fs.truncateSync(file);
    fs.appendFileSync(file, "new\n");
    const cut = readAll(next);
    assert.deepEqual(cut.lines, ["new"]);
    fs.writeFileSync(`${file}.2`, "other, longer than before\n");
    fs.renameSync(`${file}.2`, file);
    assert.deepEqual(readAll(cut.next).lines, ["other, longer than before"]);
  });

  it("waits for a file, and takes a line that never ends in pieces", () => {
    assert.equal(readNewLines(file, undefined), undefined);
    fs.writeFileSync(file, "0123456789");
    assert.deepEqual(readAll(undefined, 4).lines, ["0123", "4567"]);
  });
});
