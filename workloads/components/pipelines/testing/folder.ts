import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A folder of a test's own, with files by name. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pipeline-"));
  writeFiles(folder, files);
  return folder;
}

/** Writes files into a folder, and the folders that they are in. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}
