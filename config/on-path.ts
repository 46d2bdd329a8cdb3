import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "./environment";

/** The first executable of a name in the folders of PATH; undefined where there is none. */
export function onPath(name: string, { path: folders }: Environment): string | undefined {
  return folders
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
