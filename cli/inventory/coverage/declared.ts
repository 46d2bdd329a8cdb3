import * as fs from "node:fs";
import * as path from "node:path";

/** Folders of the SDKs, by the first word of a type. */
const packages: Readonly<Record<string, string>> = {
  aws: "@pulumi/aws/package.json",
  awsx: "@pulumi/awsx/package.json",
  eks: "@pulumi/eks/package.json",
};

/**
 * Names of the arguments that a type of resource takes, as the declarations of its SDK have them.
 *
 * @param type of @pulumi/aws, @pulumi/awsx or @pulumi/eks, such as `aws:s3/bucket:Bucket`
 */
export function declaredArguments(type: string): ReadonlySet<string> {
  const [name = "", moduleName = "", kind = ""] = type.split(":");
  const manifest = packages[name];
  if (manifest === undefined) {
    throw new Error(`no SDK is known for ${type}`);
  }
  const file = path.join(path.dirname(require.resolve(manifest)), fileOf(name, moduleName, kind));
  const text = fs.readFileSync(file, "utf8");
  const start = text.indexOf(`export interface ${kind}Args {`);
  if (start === -1) {
    throw new Error(`${file} declares no ${kind}Args`);
  }
  const body = text.slice(start, text.indexOf("\n}", start));
  return new Set([...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, argument = ""]) => argument));
}

/** Types of the AWS provider name their file; those of components name a module, or `index` for the package itself. */
function fileOf(name: string, moduleName: string, kind: string): string {
  const file = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}.d.ts`;
  if (name === "aws") {
    return `${moduleName}.d.ts`;
  }
  return moduleName === "index" ? file : path.join(moduleName, file);
}
