import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { messageOf, UserError } from "../../../config/errors";
import { localImports } from "./python-imports";

/** The folder of the program that compiles. */
export const COMPILER = path.join(__dirname, "compiler");

/** KFP's compiler and all that it needs, with digests. */
export const COMPILER_LOCK = path.join(COMPILER, "kfp.lock");

/** Packages of it that come as source alone: the API's client, which the compiler imports. */
export const COMPILER_BUILDS: readonly string[] = ["kfp-server-api"];

/** What a compiled pipeline depends on besides its source. A new lock or program compiles everything again. */
const COMPILER_FILES = [COMPILER_LOCK, ...["compile_pipeline.py", "check_pipeline.py"].map(inCompiler)];

/** Hexadecimal digits of a digest: 64 bits, ample for the pipelines of one machine. */
const DIGEST_LENGTH = 16;

/** A pipeline as Python. */
export interface PipelineSource {
  /** Absolute path of the Python file with the function that `@dsl.pipeline` decorates. */
  readonly file: string;
  /** The function's name. Default: the only one that the file has. */
  readonly function?: string | undefined;
  /**
   * Files that the Python reads or imports in a way that its text doesn't show, relative to its folder; `import` of
   * modules beside it is seen without. A file that is read and not named is an error. Default: none.
   */
  readonly files?: readonly string[] | undefined;
  /**
   * Absolute path of the committed form, see `writeCommitted`. Default: the Python file's path, ending in `.yaml`.
   * It need not exist.
   */
  readonly committed?: string | undefined;
}

/** What is known of a source without running it. */
export interface SourceFacts {
  /** Digest of everything that the compiled pipeline depends on. */
  readonly digest: string;
  /** The files of the source's folder that are in the digest, relative to it. */
  readonly files: readonly string[];
}

/**
 * The digest of a pipeline's source: the file, the modules beside it that it imports, the compiler and its packages.
 *
 * @throws UserError naming a file that can't be read
 */
export function sourceFacts(source: PipelineSource): SourceFacts {
  const folder = path.dirname(source.file);
  const files = new Map<string, string>();
  const add = (name: string): void => {
    if (files.has(name)) {
      return;
    }
    const text = read(path.join(folder, name), source.file);
    files.set(name, text);
    if (name.endsWith(".py")) {
      localImports(text, name, (candidate) => isFile(path.join(folder, candidate))).forEach(add);
    }
  };
  [path.basename(source.file), ...(source.files ?? [])].map((name) => path.normalize(name)).forEach(add);
  const content = [
    source.function ?? null,
    [...files].sort(([a], [b]) => (a < b ? -1 : 1)),
    COMPILER_FILES.map((file) => fs.readFileSync(file, "utf8")),
  ];
  return { digest: shortDigest(content), files: [...files.keys()].sort() };
}

/** A short digest of plain JSON, as it is spelled. */
export function shortDigest(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, DIGEST_LENGTH);
}

/** Where the committed form of a source is. */
export function committedFile({ file, committed }: PipelineSource): string {
  return committed ?? file.replace(/\.py$/, "") + ".yaml";
}

function inCompiler(name: string): string {
  return path.join(COMPILER, name);
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

function read(file: string, owner: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(
      `the pipeline ${owner} can't be read: ${messageOf(error)}`,
      "name a Python file that is there (file), and only files that are there (files)",
    );
  }
}
