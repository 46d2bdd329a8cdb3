import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../../../config/errors";
import type { KubeClient } from "../../../kube/client";
import { isConflict, isNotFound } from "../../../kube/errors";
import { isKubeObject, type KubeObject, label, refOf } from "../../../kube/object";
import { valuesAt } from "../schema-path";
import { type Conversion } from "./conversion";
import {
  annotated,
  converter,
  entriesOf,
  type Entry,
  isJournalled,
  journalKey,
  restOf,
  savingPatch,
  textOfJournal,
} from "./journal";
import { handOver } from "./owners";

/** What is asked of the API server. */
export type ConversionClient = Pick<KubeClient, "get" | "list" | "pathOf" | "raw">;

/** Whose objects are converted, and how long that may take. */
export interface ConvertOptions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly conversions: readonly Conversion[];
  readonly signal: AbortSignal;
  /**
   * How long all API servers may take to learn of a new definition, in milliseconds: each of them does by a watch, and
   * none says when it has. Default: 5000
   */
  readonly settleMs?: number | undefined;
}

const concurrency = 16;
/** How often an object is written again that somebody else has changed meanwhile. */
const attempts = 5;
/** How often an object is written again where the API server doesn't know the new fields yet, and how long it waits. */
const unknownFields = { attempts: 60, pauseMs: 500 };

/**
 * Writes down what objects have in the fields that the definition in the cluster has and the next one lacks. Until it
 * finds nothing more to write: objects may come and change meanwhile.
 *
 * @returns how many objects are to be converted
 * @throws UserError naming the objects that can't be written; nothing is lost: the definition is the old one
 */
export async function saveObjects(client: ConversionClient, options: ConvertOptions): Promise<number> {
  const { apiVersion, kind, conversions, signal } = options;
  for (let attempt = 1; ; attempt++) {
    const objects = await client.list(apiVersion, kind, { signal });
    const pending = objects.flatMap((object) => {
      const patch = savingPatch(object, conversions);
      return patch === undefined ? [] : [{ object, patch }];
    });
    if (pending.length === 0) {
      return objects.filter(isJournalled).length;
    }
    if (attempt > attempts) {
      throw failure(options, `${kind}s are changed as fast as they are saved`, []);
    }
    await each(pending, options, async ({ object, patch }) => {
      const path = await client.pathOf(refOf(object));
      const contentType = "application/merge-patch+json";
      try {
        await client.raw("PATCH", path, {
          body: patch,
          contentType,
          query: { fieldManager: converter },
          signal,
        });
      } catch (error) {
        // Somebody changed or deleted it: the next round sees what it is now.
        if (!isConflict(error) && !isNotFound(error)) {
          throw error;
        }
      }
    });
  }
}

/**
 * Writes objects with the new fields for what they have in their journals, which go. Those without a journal are left
 * alone, so that it may be called again after it was stopped anywhere.
 *
 * @returns how many objects were written
 * @throws UserError naming the objects that can't be written; nothing is lost: their journals stay
 */
export async function finishObjects(client: ConversionClient, options: ConvertOptions): Promise<number> {
  const { apiVersion, kind, conversions, signal, settleMs = 5_000 } = options;
  const pendingOf = async () =>
    (await client.list(apiVersion, kind, { signal })).filter(
      (object) => entriesOf(object, conversions).length > 0,
    );
  if ((await pendingOf()).length === 0) {
    return 0;
  }
  await sleep(settleMs, undefined, { signal });
  const pending = await pendingOf();
  await each(
    pending.map((object) => ({ object })),
    options,
    ({ object }) => finish(client, object, options),
  );
  return pending.length;
}

/** How many of some objects have something to convert. */
export function countOf(objects: readonly KubeObject[], { save }: Pick<Conversion, "save">): number {
  return objects.filter((object) => save(object) !== undefined).length;
}

/**
 * First the new fields, with the journal; then, as whose they are, without it. In between everything is in the object,
 * and what was in its journal stays in this function until both were taken.
 */
async function finish(client: ConversionClient, object: KubeObject, options: ConvertOptions): Promise<void> {
  const { conversions, signal } = options;
  const entries = entriesOf(object, conversions);
  const journal = textOfJournal(object);
  const ref = refOf(object);
  const path = await client.pathOf(ref);
  const put = async (body: KubeObject) => {
    const answer = await client.raw("PUT", path, { body, query: { fieldManager: converter }, signal });
    return isKubeObject(answer) && tookAll(answer, body, entries) ? answer : undefined;
  };
  let [conflicts, unknown] = [0, 0];
  for (let live: KubeObject | undefined = object; live !== undefined; live = await client.get(ref, signal)) {
    const restored = entries.reduce((one, { conversion, saved }) => conversion.restore(one, saved), live);
    try {
      const written = await put(annotated(restored, journal));
      if (written !== undefined) {
        const owned = entries.reduce(
          (one, { conversion, owners }) => handOver(one, converter, owners, conversion),
          written,
        );
        if ((await put(annotated(owned, restOf(journal, entries)))) !== undefined) {
          return;
        }
      }
      if (++unknown >= unknownFields.attempts) {
        throw new Error(
          `the API server takes ${entries.map(({ conversion }) => conversion.text).join("; ")} for unknown`,
        );
      }
      await sleep(unknownFields.pauseMs, undefined, { signal });
    } catch (error) {
      if (isNotFound(error)) {
        return;
      }
      if (!isConflict(error) || ++conflicts > attempts) {
        throw error;
      }
    }
  }
}

/** Whether the API server knew the fields: one that has an older definition drops them. */
function tookAll(answer: KubeObject, body: KubeObject, entries: readonly Entry[]): boolean {
  return entries.every(({ conversion }) =>
    conversion.gained.every((path) => valuesAt(answer, path).length === valuesAt(body, path).length),
  );
}

/** Does something with each, some at a time; all are tried before it fails. */
async function each<T extends { readonly object: KubeObject }>(
  items: readonly T[],
  options: ConvertOptions,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failed: { readonly name: string; readonly why: string }[] = [];
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) {
      try {
        await work(item);
      } catch (error) {
        options.signal.throwIfAborted();
        failed.push({ name: label(refOf(item.object)), why: messageOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const [first] = failed;
  if (first !== undefined) {
    throw failure(options, first.why, failed.map(({ name }) => name).sort());
  }
}

function failure({ conversions, kind }: ConvertOptions, why: string, names: readonly string[]): UserError {
  const [some, more] = [names.slice(0, 5), names.length - 5];
  const which = names.length === 0 ? "" : ` of ${some.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return new UserError(
    `converting ${conversions.map(({ text }) => text).join("; ")}${which} failed: ${why}. Nothing is lost: what they have is in their annotation ${journalKey} or where it was`,
    `make the webhook of ${kind} answer, mend or delete what it names; then run it again`,
    1,
  );
}
