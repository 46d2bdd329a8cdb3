import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { childEnvironment, type Environment, readEnvironment } from "../../../config/environment";
import { messageOf, UserError } from "../../../config/errors";
import { writeAtomically } from "../../../config/files";
import { ensureVirtualEnvironment, Unavailable } from "../../../python";
import { readCommitted } from "./committed";
import type { CompiledPipeline } from "./compiled-pipeline";
import {
  committedFile,
  COMPILER,
  COMPILER_BUILDS,
  COMPILER_LOCK,
  type PipelineSource,
  sourceFacts,
} from "./source";

const run = promisify(execFile);

/** A pipeline that takes longer than this to compile waits for something, in milliseconds. KFP's compiler takes 2 s. */
const LONGEST_MS = 300_000;
/** Exit status of the compiler's program for a mistake in the source. */
const MISTAKE = 3;

const Document = z.record(z.string(), z.json());
const Compiled = z.object({ pipelineSpec: Document, platformSpec: Document.optional() });
const Answer = Compiled.extend({ files: z.array(z.string()) });
const Refusal = z.object({
  error: z.object({
    message: z.string(),
    wayOut: z.string().optional(),
    file: z.string().optional(),
    line: z.number().nullish(),
    text: z.string().optional(),
  }),
});

/** How {@link compilePipeline} works. */
export interface CompileOptions {
  /** Cache folder, PATH, and whether anything may be downloaded. Default: what the process environment says. */
  readonly environment?: Pick<Environment, "cacheDir" | "path" | "offline"> | undefined;
  /** Called once for each thing that takes long. Default: says nothing. */
  readonly report?: ((line: string) => void) | undefined;
  /** Take what was committed beside the source where it is up to date. Default: true. */
  readonly useCommitted?: boolean | undefined;
}

/**
 * Compiles the pipeline of a Python file with KFP's compiler, and checks what comes out against the IR's protobufs and
 * for tasks that wait for what nobody makes. A program awaits it before it registers anything:
 *
 * ```ts
 * const compiled = await compilePipeline({ file: path.join(__dirname, "churn.py") });
 * new Pipeline("churn", { tenant, platform, compiled });
 * ```
 *
 * Nothing is compiled twice: not where the committed form beside the source was made from the present source, and not
 * where this machine has compiled the same before. Only otherwise is Python started, in an environment made from a lock.
 *
 * @throws UserError with Python's error, file and line where it does not compile; where it has several pipelines and
 *         none is named; where it has to be compiled and the machine has no Python or no way to the packages
 */
export async function compilePipeline(
  source: PipelineSource,
  options: CompileOptions = {},
): Promise<CompiledPipeline> {
  const { digest, files } = sourceFacts(source);
  const { environment = readEnvironment(), useCommitted = true } = options;
  const cached = path.join(environment.cacheDir, "pipelines", `${digest}.json`);
  const known =
    (useCommitted ? readCommitted(committedFile(source), digest) : undefined) ?? readCached(cached);
  if (known !== undefined) {
    return known;
  }
  const { files: read, ...compiled } = await compileWithPython(source, environment, options.report);
  const unknown = read.filter((file) => !files.includes(path.normalize(file)));
  if (unknown.length > 0) {
    throw new UserError(
      `the pipeline ${source.file} reads files that its digest doesn't hold, so a change of theirs would go unseen: ${unknown.join(", ")}`,
      `name them: files: ${JSON.stringify(unknown)}`,
    );
  }
  writeAtomically(cached, JSON.stringify(compiled));
  return compiled;
}

async function compileWithPython(
  source: PipelineSource,
  environment: Pick<Environment, "cacheDir" | "path" | "offline">,
  report: CompileOptions["report"],
): Promise<z.output<typeof Answer>> {
  const python = await pythonOf(source, environment, report);
  report?.(`compiling ${source.file}`);
  const output = path.join(os.tmpdir(), `pipeline-${randomUUID()}.yaml`);
  const program = path.join(COMPILER, "compile_pipeline.py");
  const wanted = source.function === undefined ? [] : ["--function", source.function];
  try {
    const { stdout } = await run(python, ["-s", program, source.file, ...wanted, "--output", output], {
      // What the user's shell says about Python or KFP must not change what comes out.
      env: childEnvironment({
        PYTHONPATH: "",
        PYTHONHASHSEED: "0",
        KFP_DISABLE_EXECUTION_CACHING_BY_DEFAULT: "false",
      }),
      maxBuffer: 64 * 1024 * 1024,
      timeout: LONGEST_MS,
    });
    return Answer.parse(JSON.parse(stdout));
  } catch (error) {
    throw compileError(source.file, error);
  } finally {
    fs.rmSync(output, { force: true });
  }
}

async function pythonOf(
  source: PipelineSource,
  environment: Pick<Environment, "cacheDir" | "path" | "offline">,
  report: CompileOptions["report"],
): Promise<string> {
  try {
    const { python } = await ensureVirtualEnvironment({
      environment,
      lockFile: COMPILER_LOCK,
      builds: COMPILER_BUILDS,
      ...(report !== undefined && { report }),
    });
    return python;
  } catch (error) {
    if (error instanceof Unavailable) {
      throw new UserError(
        `the pipeline ${source.file} has to be compiled, which this machine can't: ${error.message}`,
        `compile it where there is Python and a package index, and commit ${committedFile(source)}`,
        1,
      );
    }
    throw error;
  }
}

/** What became of a compiler that ended badly, in the user's words and with the user's line. */
function compileError(file: string, error: unknown): Error {
  if (!(error instanceof Error) || !("code" in error) || !("stdout" in error)) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
  if (error.code !== MISTAKE) {
    const stderr = "stderr" in error ? String(error.stderr).trim() : "";
    const killed = "killed" in error && error.killed === true;
    const why = killed ? `it took longer than ${LONGEST_MS / 60_000} minutes` : stderr || error.message;
    return new UserError(`the pipeline ${file} does not compile: ${why}`, undefined, 1);
  }
  const {
    message,
    wayOut,
    line,
    text = "",
    file: where = file,
  } = Refusal.parse(JSON.parse(String(error.stdout))).error;
  const place = typeof line === "number" ? `${where}:${line}` : where;
  return new UserError(
    `the pipeline ${file} does not compile: ${message}\n    ${place}${text === "" ? "" : `: ${text}`}`,
    wayOut === undefined || wayOut === "" ? "mend the Python and try again" : wayOut,
  );
}

function readCached(file: string): CompiledPipeline | undefined {
  try {
    return Compiled.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return undefined; // not there, or cut short by a full disk: it is compiled anew
  }
}
