import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "../../kube/client";
import { UnknownKindError } from "../../kube/errors";
import type { KubeObject } from "../../kube/object";
import {
  arrayOf,
  at,
  differences,
  InitError,
  type JsonObject,
  objectOf,
  type ProviderHandlers,
  type ResourceRequest,
  textOf,
} from "../../plugin";
import { migrate, migrationText, migrationOf, type MigrationClient } from "./migrate";
import { type CrdStore, withoutCaBundle } from "./store";

/** Owner of the fields that a bundle applies. */
const fieldManager = "kubeflow-on-aws";
/** Default limit for a definition to become Established, in seconds; the API server needs a tenth of one. */
const establishSeconds = 120;
const pollMs = 200;
const crdApi = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" } as const;

/** What is asked of the API server. */
type Client = MigrationClient & Pick<KubeClient, "apply" | "delete" | "resourceFor">;

/**
 * How the `kubeflow` provider makes, compares, reads back and keeps a CRD bundle.
 *
 * @param settleMs how long API servers may take to store in another version. Default: see migrate.ts
 */
export function crdBundleHandlers(
  client: () => Client,
  store: Pick<CrdStore, "get">,
  settleMs?: number,
): ProviderHandlers {
  /** Applies definitions and waits for them; force, because a definition has one owner: the release. */
  const apply = async (
    names: readonly string[],
    definitions: JsonObject,
    limit: number,
    { signal, log }: Pick<ResourceRequest, "signal" | "log">,
  ) => {
    const applied = await Promise.all(
      names.map(async (name) => {
        const body = await store.get(textOf(definitions[name]));
        const migration = migrationOf(await client().get({ ...crdApi, name }, signal), body);
        if (migration !== undefined) {
          const written = await migrate(client(), migration, signal, settleMs);
          log("info", `${migrationText(migration)}: ${written} written`);
        }
        await client().apply(body, { fieldManager, force: true, signal });
        return { name, ...(await established(client(), body, limit, signal)) };
      }),
    );
    return {
      live: Object.fromEntries(applied.map(({ name, digest }) => [name, digest])),
      late: applied.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`])),
    };
  };

  /** Tells in a preview what is written anew; a cluster that can't be asked is no mistake of a preview. */
  const announce = async (
    names: readonly string[],
    definitions: JsonObject,
    { signal, log }: Pick<ResourceRequest, "signal" | "log">,
  ) => {
    await Promise.all(
      names.map(async (name) => {
        const body = await store.get(textOf(definitions[name]));
        const live = await client()
          .get({ ...crdApi, name }, signal)
          .catch(() => undefined);
        const migration = migrationOf(live, body);
        if (migration !== undefined) {
          log("info", migrationText(migration));
        }
      }),
    );
  };

  return {
    diff: ({ oldState, oldInputs, news }) => ({
      // Against the state, which a refresh brings up to what the cluster has: drift shows as a change.
      changes: [
        ...differences(
          { definitions: objectOf(oldState.definitions) },
          { definitions: objectOf(news.definitions) },
        ),
        ...differences(
          { deleteWithBundle: oldInputs.deleteWithBundle ?? false },
          { deleteWithBundle: news.deleteWithBundle ?? false },
        ),
      ],
    }),

    create: async ({ name, inputs, preview, timeoutSeconds = establishSeconds, signal, log }) => {
      const definitions = objectOf(inputs.definitions);
      if (preview) {
        return { id: name, outputs: { ...inputs, live: {} } };
      }
      const { live, late } = await apply(Object.keys(definitions), definitions, timeoutSeconds, {
        signal,
        log,
      });
      return { id: name, outputs: finish(name, { ...inputs, live }, late) };
    },

    update: async ({ id, oldState, news, preview, timeoutSeconds = establishSeconds, signal, log }) => {
      const definitions = objectOf(news.definitions);
      const before = objectOf(oldState.definitions);
      const changed = Object.keys(definitions).filter((name) => definitions[name] !== before[name]);
      if (preview) {
        await announce(changed, definitions, { signal, log });
        return { ...news, live: objectOf(oldState.live) };
      }
      const removed = Object.keys(before).filter((name) => !(name in definitions));
      if (news.deleteWithBundle === true) {
        await Promise.all(removed.map((name) => client().delete({ ...crdApi, name })));
      }
      const kept = Object.entries(objectOf(oldState.live)).filter(([name]) => name in definitions);
      const { live, late } = await apply(changed, definitions, timeoutSeconds, { signal, log });
      return finish(id, { ...news, live: { ...Object.fromEntries(kept), ...live } }, late);
    },

    read: async ({ id, inputs, state, signal }) => {
      if (inputs === undefined) {
        throw new Error(
          "a CRD bundle can't be imported: create it, it takes over definitions that are there",
        );
      }
      const definitions = objectOf(state.definitions);
      const live = objectOf(state.live);
      const found = await Promise.all(
        Object.entries(definitions).map(async ([name, digest]) => {
          const object = await client().get({ ...crdApi, name }, signal);
          if (object === undefined) {
            return [];
          }
          const digestNow = digestOfLive(object);
          return [
            { name, digest: digestNow === live[name] ? digest : `changed outside: ${digestNow}`, digestNow },
          ];
        }),
      );
      const present = found.flat();
      const outputs = {
        ...state,
        definitions: Object.fromEntries(present.map(({ name, digest }) => [name, digest])),
        live: Object.fromEntries(present.map(({ name, digestNow }) => [name, digestNow])),
      };
      return { id, inputs, outputs };
    },

    delete: async ({ inputs, log }) => {
      const names = Object.keys(objectOf(inputs.definitions));
      if (inputs.deleteWithBundle === true) {
        await Promise.all(names.map((name) => client().delete({ ...crdApi, name })));
      } else {
        log("debug", `keeps ${names.length} definitions: deleting one would delete every object of its kind`);
      }
    },
  };
}

/** Where definitions were not Established in time, the run fails, the state keeps them and the next run goes on. */
function finish(id: string, outputs: JsonObject, late: readonly string[]): JsonObject {
  if (late.length > 0) {
    throw new InitError(late, id, outputs);
  }
  return outputs;
}

interface Established {
  readonly digest: string;
  /** Why it is not Established, where it is not. */
  readonly problem?: string;
}

/**
 * Waits until the server serves the definition's kind, which it does only once the definition is Established.
 * Asked is the group's small list of kinds: reading 80 large definitions ten times a second keeps the server
 * from establishing them.
 */
async function established(
  client: Client,
  body: KubeObject,
  limit: number,
  signal: AbortSignal,
): Promise<Established> {
  const deadline = Date.now() + limit * 1000;
  const { name } = body.metadata;
  const group = textOf(at(body, "spec", "group"));
  const versions = arrayOf(at(body, "spec", "versions"))
    .filter((version) => at(version, "served") === true)
    .map((version) => `${group}/${textOf(at(version, "name"))}`);
  const kind = textOf(at(body, "spec", "names", "kind"));
  for (;;) {
    // All of them: where a version is added to others, these are served before it is.
    const served = (await Promise.all(versions.map((version) => isServed(client, version, kind)))).every(
      Boolean,
    );
    if (served || Date.now() > deadline) {
      const object = await client.get({ ...crdApi, name }, signal);
      const digest = object === undefined ? "" : digestOfLive(object);
      return served
        ? { digest }
        : { digest, problem: `not Established after ${limit} s${complaints(object)}` };
    }
    await sleep(pollMs, undefined, { signal });
  }
}

async function isServed(client: Client, apiVersion: string, kind: string): Promise<boolean> {
  try {
    await client.resourceFor(apiVersion, kind);
    return true;
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return false;
    }
    throw error;
  }
}

/** What the definition's own conditions complain of. */
function complaints(object: KubeObject | undefined): string {
  const said = arrayOf(at(object, "status", "conditions"))
    .filter((condition) => at(condition, "status") !== "True")
    .map((condition) => `${textOf(at(condition, "type"))}: ${textOf(at(condition, "message"))}`);
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

/** What the server made of the definition, without what cert-manager's injector writes into it. */
function digestOfLive({ spec }: KubeObject): string {
  return createHash("sha256")
    .update(JSON.stringify(withoutCaBundle(objectOf(spec))))
    .digest("hex");
}
