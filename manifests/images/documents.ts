import * as yaml from "yaml";
import { isObject, type Json, type JsonObject } from "../manifest";
import { type ChangeImage, isQualified } from "./places";
import { referencePattern } from "../../images";

/** How a document's content is looked through. */
type RewriteContent = (value: Json, place: string, change: ChangeImage) => Json;

/** Whether a string may be a document that names images: more than a line, or JSON. */
export function isDocument(text: string): boolean {
  return (text.includes("\n") || /^\s*[[{]/.test(text)) && /image|hub/i.test(text);
}

/**
 * Changes the references of YAML or JSON inside a string, and nothing else of the string: comments, order, quotes
 * and indentation stay. Text that is neither, such as a Go template, is read line by line.
 *
 * @throws Error where a reference is written so that it can't be changed in place, such as a folded scalar
 */
export function rewriteDocument(
  text: string,
  place: string,
  change: ChangeImage,
  rewrite: RewriteContent,
): string {
  const documents = parse(text);
  if (documents === undefined) {
    return rewriteLines(text, place, change);
  }
  const edits: Edit[] = [];
  for (const { document, content: before } of documents) {
    collect(text, document.contents, before, rewrite(before, `${place} ›`, change), place, edits);
  }
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, value }) => result.slice(0, start) + value + result.slice(end), text);
}

/** One replacement in a text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** A document and what it says. */
interface Parsed {
  readonly document: yaml.Document.Parsed;
  readonly content: Json;
}

/** Documents, one of them an object or a list at least; undefined where the text is something else. */
function parse(text: string): Parsed[] | undefined {
  const parsed = yaml.parseAllDocuments(text, { logLevel: "silent", uniqueKeys: false });
  if (!Array.isArray(parsed)) {
    return undefined;
  }
  const documents = [...parsed];
  const broken = documents.some(({ errors }) => errors.length > 0);
  if (broken || !documents.some(({ contents }) => yaml.isCollection(contents))) {
    return undefined;
  }
  try {
    return documents.map((document) => ({ document, content: toJson(document) }));
  } catch {
    return undefined; // an alias of nothing, or of what it is in itself: no document, whatever its lines look like
  }
}

function toJson(document: yaml.Document.Parsed): Json {
  const value: unknown = JSON.parse(JSON.stringify(document.toJS() ?? null));
  return isJson(value) ? value : null;
}

/** What JSON.parse gave is JSON; the check is for the compiler. */
function isJson(value: unknown): value is Json {
  return (
    value === null ||
    ["string", "number", "boolean"].includes(typeof value) ||
    Array.isArray(value) ||
    isObject(value)
  );
}

/** Walks down what was and what is to be, and notes an edit for every string that differs. */
function collect(text: string, node: unknown, before: Json, after: Json, place: string, edits: Edit[]): void {
  if (before === after) {
    return;
  }
  if (yaml.isMap(node) && isObject(before) && isObject(after)) {
    for (const { key, value } of node.items) {
      const name = yaml.isScalar(key) ? String(key.value) : "";
      collect(text, value, own(before, name), own(after, name), `${place}.${name}`, edits);
    }
    return;
  }
  if (yaml.isSeq(node) && Array.isArray(before) && Array.isArray(after)) {
    node.items.forEach((item, i) => {
      collect(text, item, before[i] ?? null, after[i] ?? null, `${place}[${i}]`, edits);
    });
    return;
  }
  if (typeof before !== "string" || typeof after !== "string") {
    if (JSON.stringify(before) !== JSON.stringify(after)) {
      throw new Error(`${place} names an image in an alias or a merged key, which can't be changed in place`);
    }
    return;
  }
  edits.push(...scalarEdits(text, node, before, after, place));
}

/** A field of an object itself: documents may have keys such as `toString`. */
function own(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

/** The edits of one string: of its lines in a literal block, or of the whole text between its quotes. */
function scalarEdits(text: string, node: unknown, before: string, after: string, place: string): Edit[] {
  const edits =
    yaml.isScalar(node) && node.range
      ? node.type === "BLOCK_LITERAL"
        ? literalEdits(text, node.range[0], before, after)
        : flowEdits(text.slice(node.range[0], node.range[1]), node.range[0], before, after)
      : undefined;
  if (edits === undefined) {
    throw new Error(`${place} names an image in a way that can't be changed in place`);
  }
  return edits;
}

/** Each line of a literal block is a line of the text behind the block's header, behind its indentation. */
function literalEdits(text: string, header: number, before: string, after: string): Edit[] | undefined {
  const fresh = after.split("\n");
  const edits: Edit[] = [];
  let start = text.indexOf("\n", header) + 1;
  for (const [i, line] of before.split("\n").entries()) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    if (line !== fresh[i]) {
      if (!text.slice(start, end).endsWith(line)) {
        return undefined;
      }
      edits.push({ start: end - line.length, end, value: fresh[i] ?? "" });
    }
    start = end + 1;
  }
  return edits;
}

/** A quoted or plain string stands in the text as it is, unless it has escapes or is folded. */
function flowEdits(source: string, offset: number, before: string, after: string): Edit[] | undefined {
  const at = source.indexOf(before);
  const quotes = source.length - before.length;
  return at >= 0 && quotes <= 2
    ? [{ start: offset + at, end: offset + at + before.length, value: after }]
    : undefined;
}

const imageLine = new RegExp(
  String.raw`^(\s*(?:-\s+)?["']?[\w.-]*image["']?\s*:\s*)(["']?)(${referencePattern})(\2\s*,?\s*(?:#.*)?)$`,
  "i",
);

/** `image: <reference>` at the end of a line, quoted or not. */
function rewriteLines(text: string, place: string, change: ChangeImage): string {
  const lines = text.split("\n").map((line, i) => {
    const [, before, quote, reference, rest] = imageLine.exec(line) ?? [];
    return before !== undefined && reference !== undefined && isQualified(reference)
      ? `${before}${quote ?? ""}${change(reference, `${place} › line ${i + 1}`)}${rest ?? ""}`
      : line;
  });
  return lines.join("\n");
}
