import * as fs from "node:fs";

/** Writes a file that other runs may write at the same time: each its own, renamed into place. */
export function writeAtomically(file: string, content: string): void {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, content);
  fs.renameSync(unfinished, file);
}
