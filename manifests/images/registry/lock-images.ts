import { causeText } from "./cause";
import type { ImageLock, LockedImage } from "../lock";
import { canonicalReference, type ImageReference, parseReference } from "../../../images";
import type { ResolvedImage } from "./client";

/** What {@link lockImages} works with. */
export interface LockImagesOptions {
  /** Asks a registry; see `RegistryClient.resolve`. */
  readonly resolve: (
    reference: ImageReference,
    known: string | undefined,
    signal: AbortSignal | undefined,
  ) => Promise<ResolvedImage | undefined>;
  /** What is locked already: lines of references that can't be asked for are kept. */
  readonly lock: ImageLock;
  /** Keep lines of references that are not in the list; otherwise they go. */
  readonly keepOthers: boolean;
  readonly now: Date;
  /** How many references are asked for at a time. Default: 6. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Told of each reference once it is done. */
  readonly onProgress?: (done: number, total: number, reference: string) => void;
}

/** A reference that could not be locked. */
export interface Unresolved {
  /** In its canonical spelling. */
  readonly reference: string;
  /** What went wrong. */
  readonly reason: string;
  /** Whether the lock still has an older line of it. */
  readonly kept: boolean;
}

/** What came of it. */
export interface LockResult {
  readonly lock: ImageLock;
  readonly unresolved: readonly Unresolved[];
}

/**
 * Asks registries for the digests and platforms of images: those of a release, and those of charts where they are in
 * the list. A line that says what the registry says stays as it is, its time too.
 *
 * @param references in any spelling; the same image twice is asked for once
 * @throws Error where a text of the list is no reference, or the signal aborts
 */
export async function lockImages(
  references: readonly string[],
  { resolve, lock, keepOthers, now, concurrency = 6, signal, onProgress }: LockImagesOptions,
): Promise<LockResult> {
  const wanted = [...new Set(references.map(canonicalReference))].sort();
  const images = new Map<string, LockedImage>(
    Object.entries(lock.images).filter(([reference]) => keepOthers || wanted.includes(reference)),
  );
  const unresolved: Unresolved[] = [];
  let done = 0;
  const queue = wanted.values();
  const worker = async (): Promise<void> => {
    for (const canonical of queue) {
      signal?.throwIfAborted();
      const before = images.get(canonical);
      try {
        const resolved = await resolve(parsed(canonical), before?.digest, signal);
        if (resolved !== undefined) {
          images.set(canonical, changed(before, resolved, now));
        }
      } catch (error) {
        signal?.throwIfAborted();
        unresolved.push({ reference: canonical, reason: causeText(error), kept: before !== undefined });
      }
      done += 1;
      onProgress?.(done, wanted.length, canonical);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return {
    lock: { version: 1, images: Object.fromEntries([...images].sort(([a], [b]) => (a < b ? -1 : 1))) },
    unresolved: unresolved.sort((a, b) => (a.reference < b.reference ? -1 : 1)),
  };
}

function parsed(canonical: string): ImageReference {
  const reference = parseReference(canonical);
  if (reference === undefined) {
    throw new Error(`"${canonical}" is not a reference`);
  }
  return reference;
}

function changed(
  before: LockedImage | undefined,
  { digest, platforms, from }: ResolvedImage,
  now: Date,
): LockedImage {
  const same =
    before?.digest === digest && before.from === from && before.platforms.join() === platforms.join();
  return same ? before : { digest, platforms: [...platforms], resolvedAt: now.toISOString(), from };
}
