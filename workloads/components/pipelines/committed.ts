import * as fs from "node:fs";
import * as YAML from "yaml";
import { type CompiledPipeline, parseCompiledPipeline } from "./compiled-pipeline";
import { shortDigest } from "./source";
import { digestOf } from "../../spec/digest";

/** The first line of a committed form. The content has a digest too: nobody edits it by hand unseen. */
const FIRST_LINE = /^# Compiled from \S+ \(source ([0-9a-f]+), content ([0-9a-f]+)\)/;

/**
 * A compiled pipeline as a file beside its source: with it, a fresh clone without Python or a network deploys too.
 *
 * @param name   the source's file name, for people
 * @param digest the source's digest
 */
export function committedText(name: string, digest: string, compiled: CompiledPipeline): string {
  const documents = [
    compiled.pipelineSpec,
    ...(compiled.platformSpec === undefined ? [] : [compiled.platformSpec]),
  ];
  return [
    `# Compiled from ${name} (source ${digest}, content ${contentDigest(compiled)}). Made by \`npm run compile\`, not by hand.\n`,
    documents.map((document) => YAML.stringify(document, { lineWidth: 0 })).join("---\n"),
  ].join("");
}

/** What a committed form holds where it was made from this very source; undefined where it wasn't, or isn't there. */
export function readCommitted(file: string, digest: string): CompiledPipeline | undefined {
  const text = readIfThere(file);
  const [, source, content] = FIRST_LINE.exec(text ?? "") ?? [];
  if (text === undefined || source !== digest) {
    return undefined;
  }
  try {
    const compiled = parseCompiledPipeline(text);
    return contentDigest(compiled) === content ? compiled : undefined;
  } catch {
    return undefined;
  }
}

function contentDigest(compiled: CompiledPipeline): string {
  return shortDigest(digestOf(compiled));
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
