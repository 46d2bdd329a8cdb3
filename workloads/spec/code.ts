import * as fs from "node:fs";
import * as path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { UserError, messageOf } from "../../config/errors";
import { checkName, digestName } from "./digest";

/** Program text by file name: what a ConfigMap holds. */
export type CodeFiles = Readonly<Record<string, string>>;

/** A ConfigMap travels through etcd, whose limit is 1.5 MiB a request; the API server's own is 1 MiB of data. */
const largestCode = 1024 * 1024;

/** A program that a job mounts and runs. */
export interface Program {
  /** Its files by name, see {@link readCode}. */
  readonly files: CodeFiles;
  /** Which of them is run. */
  readonly entrypoint: string;
}

/**
 * Reads a program's files, which stay real files with tests of their own instead of text inside TypeScript.
 *
 * @param folder     absolute path of the folder
 * @param entrypoint the file that is run
 * @param others     further files that it imports
 * @throws UserError naming a file that can't be read, or the size where it is too much for a ConfigMap
 */
export function readCode(folder: string, entrypoint: string, ...others: readonly string[]): Program {
  const files = Object.fromEntries([entrypoint, ...others].map((name) => [name, readFile(folder, name)]));
  const size = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > largestCode) {
    throw new UserError(
      `the program in ${folder} has ${size} bytes; a ConfigMap holds at most ${largestCode}`,
      "put it into an image instead",
    );
  }
  return { files, entrypoint };
}

/** The name of the ConfigMap with a program's files: new content, new name, so that running pods keep theirs. */
export function codeName(name: string, files: CodeFiles): string {
  return digestName(`${checkName("workload", name)}-code`, files);
}

/** Registers the ConfigMap with a program's files. */
export function codeConfigMap(
  name: string,
  namespace: pulumi.Input<string>,
  files: CodeFiles,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap {
  return new k8s.core.v1.ConfigMap(
    `${name}-code`,
    { metadata: { name: codeName(name, files), namespace }, data: files, immutable: true },
    opts,
  );
}

function readFile(folder: string, name: string): string {
  try {
    return fs.readFileSync(path.join(folder, name), "utf8");
  } catch (error) {
    throw new UserError(
      `the program's file ${path.join(folder, name)} can't be read: ${messageOf(error)}`,
      "restore it (git status shows what changed)",
      1,
    );
  }
}
