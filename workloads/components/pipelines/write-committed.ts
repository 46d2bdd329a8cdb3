import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { committedText } from "./committed";
import type { CompiledPipeline } from "./compiled-pipeline";
import { committedFile, type PipelineSource, sourceFacts } from "./source";

/**
 * Writes a compiled pipeline beside its source, formatted as the repository is.
 *
 * @returns the file
 */
export async function writeCommitted(source: PipelineSource, compiled: CompiledPipeline): Promise<string> {
  const file = committedFile(source);
  const text = committedText(path.basename(source.file), sourceFacts(source).digest, compiled);
  fs.writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "yaml" }));
  return file;
}
