import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { messageOf, UserError } from "../../config/errors";
import { writeAtomically } from "../../config/files";
import { canonicalReference, parseReference } from "../../images";

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits");

const LockedImage = z.strictObject({
  /** Of the index of manifests, or of the manifest where the image is for one platform only. */
  digest: Digest,
  /** What the image runs on, as `<os>/<architecture>` with `/<variant>` where it says more. */
  platforms: z.array(z.string().regex(/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9]+)?$/)).min(1),
  /** When the registry said so, in UTC. */
  resolvedAt: z.iso.datetime(),
  /** Host of the registry that said so. */
  from: z.string().min(1),
});

/** What a registry said of one reference. */
export type LockedImage = z.output<typeof LockedImage>;

const ImageLock = z.strictObject({
  /** Of this format. */
  version: z.literal(1),
  /** By canonical reference: registry and tag are named. */
  images: z.record(z.string().refine(isCanonical, "not a reference with registry and tag"), LockedImage),
});

/** The digests that images are held to: the content of {@link imageLockFile}. */
export type ImageLock = z.output<typeof ImageLock>;

/** The lock of this repository; there is none before `npm run manifests -- lock` has reached a registry. */
export const imageLockFile = path.resolve(__dirname, "..", "..", "images.lock.json");

/** A lock that holds nothing. */
export const emptyLock: ImageLock = { version: 1, images: {} };

/**
 * Reads a lock; a file that is not there locks nothing.
 *
 * @throws UserError where the file is not a lock
 */
export function readImageLock(file: string = imageLockFile): ImageLock {
  if (!fs.existsSync(file)) {
    return emptyLock;
  }
  try {
    return ImageLock.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(
      `${file} is not a lock of images: ${why}`,
      `take it back from git, or delete it and make it anew: npm run manifests -- lock`,
    );
  }
}

/**
 * Writes a lock, sorted by reference, in one step; a file that says the same stays untouched.
 *
 * @returns whether it was written
 */
export function writeImageLock(lock: ImageLock, file: string = imageLockFile): boolean {
  const images = Object.fromEntries(Object.entries(lock.images).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `${JSON.stringify({ version: lock.version, images }, undefined, 2)}\n`;
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) {
    return false;
  }
  writeAtomically(file, text);
  return true;
}

/** Whether images are named by digest: see `kubeflow-platform:images.digests`. */
export type DigestPolicy = "required" | "preferred" | "none";

/** The digests that {@link mapImages} gives to images under a policy. */
export function lockedDigests(policy: DigestPolicy, lock: ImageLock): ReadonlyMap<string, string> {
  return new Map(
    policy === "none"
      ? []
      : Object.entries(lock.images).map(([reference, { digest }]) => [reference, digest]),
  );
}

function isCanonical(reference: string): boolean {
  return parseReference(reference) !== undefined && canonicalReference(reference) === reference;
}
