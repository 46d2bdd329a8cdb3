import * as fs from "node:fs";
import type { Position } from "./settings";

/** Bytes of a file that are read at once: what is held in memory of each file. */
const CHUNK = 256 * 1024;

/** What is new in a file. */
export interface NewLines {
  readonly lines: readonly string[];
  /** Where to go on, once these lines are sent. */
  readonly next: Pick<Position, "inode" | "offset">;
}

/**
 * Reads the next whole lines of a file; undefined where there is nothing new. A file that was replaced or cut is read
 * from its beginning. A line without end that fills a chunk is taken as it is.
 *
 * @param before undefined: it was never read
 */
export function readNewLines(
  file: string,
  before: Pick<Position, "inode" | "offset"> | undefined,
  chunk: number = CHUNK,
): NewLines | undefined {
  let handle: number;
  try {
    handle = fs.openSync(file, "r");
  } catch {
    return undefined;
  }
  try {
    const { ino: inode, size } = fs.fstatSync(handle);
    const isSame = before?.inode === inode && before.offset <= size;
    const offset = isSame ? before.offset : 0;
    const buffer = Buffer.alloc(Math.min(chunk, size - offset));
    const length = fs.readSync(handle, buffer, 0, buffer.length, offset);
    const end = buffer.lastIndexOf("\n", length - 1) + 1;
    const taken = end > 0 ? end : length === chunk ? length : 0;
    if (taken === 0) {
      return undefined;
    }
    const lines = buffer
      .toString("utf8", 0, taken)
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "");
    return { lines, next: { inode, offset: offset + taken } };
  } finally {
    fs.closeSync(handle);
  }
}
