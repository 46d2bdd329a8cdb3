import * as path from "node:path";
import { parseArgs } from "node:util";
import { messageOf, UserError } from "../../config/errors";
import { compilePipeline, type PipelineSource } from "../components";
import { writeCommitted } from "../components/pipelines/write-committed";
import { pipelines } from "./pipelines";

const usage = "npm run compile [-- <file.py>[:<function>] … [--file <file that the Python reads>] …]";

/**
 * Writes the committed forms of pipelines beside their sources, so that deployments need no Python: those of the
 * examples, or of the files that are named.
 */
async function main(args: readonly string[]): Promise<void> {
  for (const source of sourcesOf(args)) {
    const report = (line: string) => process.stderr.write(`${line}\n`);
    const compiled = await compilePipeline(source, { report, useCommitted: false });
    process.stdout.write(`${path.relative(".", await writeCommitted(source, compiled))}\n`);
  }
}

function sourcesOf(args: readonly string[]): readonly PipelineSource[] {
  const { positionals, values } = parsed(args);
  const { file: files } = values;
  if (positionals.length === 0) {
    if (files !== undefined) {
      throw new UserError("--file belongs to a pipeline, and none is named", usage);
    }
    return Object.values(pipelines);
  }
  return positionals.map((pipeline) => {
    const [file = "", name] = pipeline.split(":");
    return { file: path.resolve(file), function: name, files };
  });
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      // Relative to the folder of the Python, as in PipelineSource.
      options: { file: { type: "string", multiple: true } },
    });
  } catch (error) {
    throw new UserError(messageOf(error), usage);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
});
