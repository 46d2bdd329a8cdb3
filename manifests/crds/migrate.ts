import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../../config/errors";
import type { KubeClient } from "../../kube/client";
import {
  definedGroup,
  definedKind,
  definitionRef,
  nameOfVersion,
  storedVersion,
  versionsOf,
} from "../../kube/definition";
import { isConflict, isNotFound } from "../../kube/errors";
import { type KubeObject, refOf } from "../../kube/object";
import { arrayOf, at, isObject, type Json, objectOf, textOf } from "../../plugin";

/** What is asked of the API server. */
export type MigrationClient = Pick<KubeClient, "get" | "list" | "pathOf" | "raw">;

/** What the objects of a definition go through before another definition can take its place. */
export interface Migration {
  /** The definition, such as `llminferenceservices.serving.kserve.io`. */
  readonly name: string;
  readonly kind: string;
  /** Versions that objects may be stored in and the new definition lacks. */
  readonly lost: readonly string[];
  /** Group and version that they are stored in afterwards. */
  readonly to: string;
}

/**
 * How long all API servers may take to store in another version after they were told, in milliseconds: each of them
 * learns of it by a watch, and none says when it has.
 */
const settleMs = 5_000;

/** How often a definition is changed again that somebody else has changed meanwhile. */
const attempts = 5;

/**
 * What has to be done before a definition is applied; undefined where nothing has. The API server refuses a definition
 * that lacks a version which `status.storedVersions` has: objects may be stored in it (Kubernetes documentation,
 * "Versions in CustomResourceDefinitions", upgrade existing objects to a new stored version).
 */
export function migrationOf(live: KubeObject | undefined, body: KubeObject): Migration | undefined {
  const known = new Set(versionsOf(body).map(nameOfVersion));
  const lost = arrayOf(at(live, "status", "storedVersions"))
    .map((version) => textOf(version))
    .filter((version) => !known.has(version));
  const stored = storedVersion(body);
  return lost.length === 0
    ? undefined
    : {
        name: body.metadata.name,
        kind: definedKind(body),
        lost,
        to: `${definedGroup(body)}/${textOf(at(stored, "name"))}`,
      };
}

/** What a migration means to people. */
export function migrationText({ name, kind, lost, to }: Migration): string {
  return `${name}: every ${kind} is written anew in ${to}, as the definition loses ${lost.join(", ")}`;
}

/**
 * Stores all objects of a kind in the version that the new definition has, by the definition that is there: it is told
 * to store in that version, every object is written as it is, and the versions that no object is stored in any more are
 * taken off its status. Whoever stops it halfway has lost nothing, and starts it again.
 *
 * @returns how many objects were written
 * @throws UserError where the definition that is there doesn't know the version, or an object can't be written
 */
export async function migrate(
  client: MigrationClient,
  migration: Migration,
  signal: AbortSignal,
  settle: number = settleMs,
): Promise<number> {
  const { name, kind, to } = migration;
  const version = to.slice(to.indexOf("/") + 1);
  if (await storeIn(client, migration, version, signal)) {
    await sleep(settle, undefined, { signal });
  }
  let objects: readonly KubeObject[];
  try {
    objects = await client.list(to, kind, { signal });
    await Promise.all(objects.map((object) => rewrite(client, object, signal)));
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError(
      `${migrationText(migration)}; that failed: ${messageOf(error)}. Nothing is lost: the definition still has all versions`,
      "make the webhook that converts or checks these objects answer, or delete the objects; then run it again",
      1,
    );
  }
  const body = { status: { storedVersions: [version] } };
  const path = `${await client.pathOf(definitionRef(name))}/status`;
  await client.raw("PATCH", path, { body, contentType: "application/merge-patch+json", signal });
  return objects.length;
}

/** Lets the definition that is there store in a version. @returns whether it did something else before */
async function storeIn(
  client: MigrationClient,
  migration: Migration,
  version: string,
  signal: AbortSignal,
): Promise<boolean> {
  const ref = definitionRef(migration.name);
  for (let attempt = 1; ; attempt++) {
    const live = await client.get(ref, signal);
    const versions = versionsOf(live);
    const target = versions.find((one) => nameOfVersion(one) === version);
    if (live === undefined || target === undefined) {
      throw new UserError(
        `${migrationText(migration)}; but the definition in the cluster doesn't know ${version}, so that nothing can convert them`,
        "install a release first that has both versions",
        1,
      );
    }
    if (at(target, "storage") === true && at(target, "served") === true) {
      return false;
    }
    const changed = versions.map((one): Json => {
      const is = at(one, "name") === version;
      return isObject(one) ? { ...one, storage: is, served: is || at(one, "served") === true } : one;
    });
    const body = { ...live, spec: { ...objectOf(live.spec), versions: changed } };
    try {
      await client.raw("PUT", await client.pathOf(ref), { body, signal });
      return true;
    } catch (error) {
      if (!isConflict(error) || attempt >= attempts) {
        throw error;
      }
    }
  }
}

/** Writes an object as it is. One that somebody else wrote or deleted meanwhile needs it no more. */
async function rewrite(client: MigrationClient, object: KubeObject, signal: AbortSignal): Promise<void> {
  try {
    await client.raw("PUT", await client.pathOf(refOf(object)), { body: object, signal });
  } catch (error) {
    if (!isConflict(error) && !isNotFound(error)) {
      throw error;
    }
  }
}
