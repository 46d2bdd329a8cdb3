import * as path from "node:path";
import { messageOf, UserError } from "../../../config/errors";
import { compilePipeline } from "./compile";
import { writeCommitted } from "./write-committed";

const usage = "npm run compile -- <file.py>[:<function>] …";

/** Writes the committed forms of pipelines beside their sources, so that deployments need no Python. */
async function main(pipelines: readonly string[]): Promise<void> {
  if (pipelines.length === 0) {
    throw new UserError("no pipeline is named", usage);
  }
  for (const pipeline of pipelines) {
    const [file = "", name] = pipeline.split(":");
    const source = { file: path.resolve(file), function: name };
    const report = (line: string) => process.stderr.write(`${line}\n`);
    const compiled = await compilePipeline(source, { report, useCommitted: false });
    process.stdout.write(`${path.relative(".", await writeCommitted(source, compiled))}\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof UserError ? error.exitCode : 1;
});
