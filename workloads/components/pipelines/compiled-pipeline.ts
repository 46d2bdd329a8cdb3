import * as fs from "node:fs";
import * as YAML from "yaml";
import * as z from "zod";
import { UserError, messageOf } from "../../../config/errors";

/** A JSON value. */
const Json = z.json();

/** The first document of the compiler's output; only what is read here is named. */
const PipelineDocument = z.looseObject({
  pipelineInfo: z.looseObject({ name: z.string().min(1) }),
  schemaVersion: z.string().min(1),
  root: z.looseObject({}),
});

/** The second document: what is particular to Kubernetes. */
const PlatformDocument = z.looseObject({ platforms: z.looseObject({}) });

/** What the KFP compiler makes of a pipeline, as plain JSON. */
export interface CompiledPipeline {
  /** The pipeline in KFP's intermediate representation. */
  readonly pipelineSpec: Readonly<Record<string, z.output<typeof Json>>>;
  /** Volumes, secrets, tolerations and the like, where the pipeline has any. */
  readonly platformSpec?: Readonly<Record<string, z.output<typeof Json>>>;
}

/**
 * Reads what `kfp dsl compile` or the compiler in Python wrote: one YAML document, or two.
 *
 * @param file absolute path
 * @throws UserError where it can't be read or is no compiled pipeline
 */
export function readCompiledPipeline(file: string): CompiledPipeline {
  try {
    return parseCompiledPipeline(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(
      `${file} is no compiled pipeline: ${messageOf(error)}`,
      "compile it again: the README beside it has the command",
    );
  }
}

/** The pure part of {@link readCompiledPipeline}. */
export function parseCompiledPipeline(text: string): CompiledPipeline {
  const documents = YAML.parseAllDocuments(text);
  const [pipeline, platform, ...rest] = documents.map((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) {
      throw problem;
    }
    const value: unknown = document.toJS();
    return value;
  });
  if (rest.length > 0) {
    throw new Error(
      `it has ${documents.length} documents; one for the pipeline and one for the platform are known`,
    );
  }
  return {
    pipelineSpec: document("the pipeline's document", PipelineDocument, pipeline),
    ...(platform === undefined
      ? {}
      : { platformSpec: document("the platform's document", PlatformDocument, platform) }),
  };
}

function document(what: string, schema: z.ZodType, value: unknown): Record<string, z.output<typeof Json>> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${what}: ${issue?.path.map(String).join(".") ?? ""} ${issue?.message ?? ""}`);
  }
  return z.record(z.string(), Json).parse(value);
}
