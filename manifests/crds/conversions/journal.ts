import type { KubeObject } from "../../../kube/object";
import {
  arrayOf,
  at,
  equal,
  type Json,
  type JsonObject,
  objectOf,
  parseJson,
  textOf,
} from "../../../plugin/json";
import type { Conversion } from "./conversion";
import { type Owner, ownersOf } from "./owners";

/**
 * An object's journal: what it has in fields that it is about to lose. The API server drops unknown fields also when
 * it reads, so that once the new definition is there nothing else knows of them.
 */
export const journalKey = "kubeflow-on-aws/converting";

/** Owner of what is written on the way. */
export const converter = "kubeflow-on-aws-converter";

/** A journal by the conversions' texts. */
type Journal = Readonly<Record<string, Json>>;

/** Whether an object has a journal. */
export function isJournalled(object: KubeObject): boolean {
  return Object.keys(journalOf(object)).length > 0;
}

/** An object's journal as it is written; empty where it has none. */
export function textOfJournal(object: KubeObject): string {
  return textOf(at(object, "metadata", "annotations", journalKey));
}

/** What an object is patched with before its definition changes; undefined where it is as it should be. */
export function savingPatch(object: KubeObject, conversions: readonly Conversion[]): JsonObject | undefined {
  const journal = Object.fromEntries(
    conversions.flatMap((conversion) => {
      const saved = conversion.save(object);
      const owners = ownersOf(object, conversion.lost, converter).map((owner) => ({ ...owner }));
      return saved === undefined ? [] : [[conversion.text, { saved, owners }] as const];
    }),
  );
  const cleared = conversions.flatMap((conversion) => {
    const patch = conversion.clear?.(object);
    return patch === undefined ? [] : [patch];
  });
  if (equal(journal, { ...journalOf(object) }) && cleared.length === 0) {
    return undefined;
  }
  const text = Object.keys(journal).length === 0 ? null : JSON.stringify(journal);
  const { resourceVersion = null } = object.metadata;
  return cleared.reduce<JsonObject>((sum, one) => ({ ...sum, ...one }), {
    metadata: { resourceVersion, annotations: { [journalKey]: text } },
  });
}

/** An object's journal. One that is no JSON is nobody's, and is taken for none. */
function journalOf(object: KubeObject): Journal {
  try {
    return objectOf(parseJson(textOfJournal(object)));
  } catch {
    return {};
  }
}

/** One conversion in an object's journal. */
export interface Entry {
  readonly conversion: Conversion;
  readonly saved: Json;
  readonly owners: readonly Owner[];
}

/** What an object's journal has of some conversions. */
export function entriesOf(object: KubeObject, conversions: readonly Conversion[]): readonly Entry[] {
  const journal = journalOf(object);
  return conversions.flatMap((conversion) => {
    const entry = journal[conversion.text];
    const owners = arrayOf(at(entry, "owners")).map((owner) => ({
      manager: textOf(at(owner, "manager")),
      operation: textOf(at(owner, "operation")),
    }));
    return entry === undefined ? [] : [{ conversion, saved: at(entry, "saved") ?? null, owners }];
  });
}

/** The journal without the conversions that are done; empty where nothing is left. */
export function restOf(journal: string, entries: readonly Entry[]): string {
  const done = new Set(entries.map(({ conversion }) => conversion.text));
  const left = Object.entries(objectOf(parseJson(journal))).filter(([text]) => !done.has(text));
  return left.length === 0 ? "" : JSON.stringify(Object.fromEntries(left));
}

/** An object with another journal; without one where it is empty. */
export function annotated(object: KubeObject, journal: string): KubeObject {
  const { [journalKey]: _, ...annotations } = objectOf(object.metadata.annotations);
  const { annotations: before, ...metadata } = object.metadata;
  const next = journal === "" ? annotations : { ...annotations, [journalKey]: journal };
  return { ...object, metadata: { ...metadata, ...(Object.keys(next).length > 0 && { annotations: next }) } };
}
