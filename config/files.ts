import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** Writes a file that others may read or write at the same time: they see all of one writing or none of it. */
export function writeAtomically(file: string, content: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  fs.writeFileSync(unfinished, content);
  fs.renameSync(unfinished, file);
}
