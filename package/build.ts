import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { name, version } from "./package.json";

const root = path.dirname(__dirname);

/** Files that code reads or starts besides itself; they lie beside the code that uses them. */
const assets = /(^|\/)(pulumi-resource-[^/]+|uv\.txt|[^/]+\.lock|(?!test_)[^/]+\.py)$/;

/** Folders whose files nobody needs who has the package. */
const left = /(^|\/)(examples|tests|testing|node_modules|dist)\//;

/**
 * Builds what the package consists of: JavaScript and types of index.ts and of the provider's plugin, and of all that
 * these import; nothing else.
 *
 * @param folder where to; what is in it is deleted first
 */
export function buildPackage(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [compiler, "--project", __dirname, "--outDir", folder], {
    stdio: "inherit",
  });
  for (const file of assetsIn(folder)) {
    fs.copyFileSync(path.join(root, file), path.join(folder, file));
  }
  // The provider's plugin says its version; nobody needs the repository's own package.json for that.
  const description = { name, version, type: "commonjs" };
  fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(description, undefined, 2)}\n`);
}

/** Assets of the folders that the build has made, relative to the repository. */
function assetsIn(folder: string): string[] {
  const made = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return made
    .filter((directory) => !left.test(`${directory}/`) && fs.existsSync(path.join(root, directory)))
    .flatMap((directory) =>
      fs
        .readdirSync(path.join(root, directory))
        .map((file) => path.join(directory, file))
        .filter((file) => assets.test(file)),
    );
}
