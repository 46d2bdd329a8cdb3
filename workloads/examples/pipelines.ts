import * as path from "node:path";
import type { PipelineSource } from "../components";

/** The examples that are pipelines, and where their Python is. `npm run compile` writes the committed forms of these. */
export const pipelines = {
  /** From a table to a served model. */
  pipeline: { file: path.join(__dirname, "pipeline", "pipeline.py") },
  /** From a push of data to a served model; the pipeline carries the text of the program that trains. */
  chain: { file: path.join(__dirname, "chain", "pipeline.py"), files: ["train.py"] },
} as const satisfies Readonly<Record<string, PipelineSource>>;

/** An example that is a pipeline. */
export type PipelineExample = keyof typeof pipelines;
