import type { KubeClient } from "../../kube/client";
import { definitionRef } from "../../kube/definition";
import {
  differences,
  InitError,
  type JsonObject,
  objectOf,
  type ProviderHandlers,
  type ResourceRequest,
  textOf,
} from "../../plugin";
import { conversionsOfKind } from "./conversions";
import { announceConversion, conversionPlan } from "./conversions/plan";
import { digestOfLive, established } from "./established";
import { migrate, migrationText, migrationOf, type MigrationClient } from "./migrate";
import { type CrdStore, withoutConversionWebhook } from "./store";

/** Owner of the fields that a bundle applies. */
const fieldManager = "kubeflow-on-aws";
/** Default limit for a definition to become Established, in seconds; the API server needs a tenth of one. */
const establishSeconds = 120;

/** What is asked of the API server. */
type Client = MigrationClient & Pick<KubeClient, "apply" | "delete" | "resourceFor">;

/**
 * How the `kubeflow` provider makes, compares, reads back and keeps a CRD bundle.
 *
 * @param settleMs how long API servers may take to learn of a definition. Default: see migrate.ts and conversions
 */
export function crdBundleHandlers(
  client: () => Client,
  store: Pick<CrdStore, "get">,
  settleMs?: number,
): ProviderHandlers {
  /** A definition as it is applied. */
  const bodyOf = async (name: string, { definitions, servesWebhooks }: JsonObject) => {
    const body = await store.get(textOf(objectOf(definitions)[name]));
    return servesWebhooks === false ? withoutConversionWebhook(body) : body;
  };

  /** Applies definitions and waits for them; force, because a definition has one owner: the release. */
  const apply = async (
    names: readonly string[],
    inputs: JsonObject,
    limit: number,
    { signal, log }: Pick<ResourceRequest, "signal" | "log">,
  ) => {
    const applied = await Promise.all(
      names.map(async (name) => {
        const body = await bodyOf(name, inputs);
        const before = await client().get(definitionRef(name), signal);
        const plan = conversionPlan(client(), before, body, signal, settleMs);
        const migration = migrationOf(before, body);
        if (before !== undefined && (plan !== undefined || migration !== undefined)) {
          // A run that was stopped may just have made it: objects of a kind that isn't served yet can't be asked for.
          const { digest, problem } = await established(client(), before, limit, signal);
          if (problem !== undefined) {
            return { name, digest, problem };
          }
        }
        await plan?.before();
        if (migration !== undefined) {
          const written = await migrate(client(), migration, signal, settleMs);
          log("info", `${migrationText(migration)}: ${written} written`);
        }
        await client().apply(body, { fieldManager, force: true, signal });
        const { digest, problem } = await established(client(), body, limit, signal);
        const converted = problem === undefined ? await plan?.after() : 0;
        if (converted !== undefined && converted > 0) {
          log("info", `${name}: ${converted} converted (${plan?.text ?? ""})`);
        }
        return { name, digest, problem };
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
    inputs: JsonObject,
    { signal, log }: Pick<ResourceRequest, "signal" | "log">,
  ) => {
    await Promise.all(
      names.map(async (name) => {
        const body = await bodyOf(name, inputs);
        const live = await client()
          .get(definitionRef(name), signal)
          .catch(() => undefined);
        const migration = migrationOf(live, body);
        if (migration !== undefined) {
          log("info", migrationText(migration));
        }
        const lines =
          live === undefined ? [] : await announceConversion(client(), live, body, signal).catch(() => []);
        lines.forEach((line) => {
          log("info", line);
        });
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
        ...differences(optionsOf(oldInputs), optionsOf(news)),
      ],
    }),

    create: async ({ name, inputs, preview, timeoutSeconds = establishSeconds, signal, log }) => {
      const definitions = objectOf(inputs.definitions);
      if (preview) {
        return { id: name, outputs: { ...inputs, live: {} } };
      }
      const { live, late } = await apply(Object.keys(definitions), inputs, timeoutSeconds, { signal, log });
      return { id: name, outputs: finish(name, { ...inputs, live }, late) };
    },

    update: async ({
      id,
      oldState,
      oldInputs,
      news,
      preview,
      timeoutSeconds = establishSeconds,
      signal,
      log,
    }) => {
      const definitions = objectOf(news.definitions);
      const before = objectOf(oldState.definitions);
      const otherBodies = optionsOf(oldInputs).servesWebhooks !== optionsOf(news).servesWebhooks;
      const changed = Object.keys(definitions).filter(
        (name) => otherBodies || definitions[name] !== before[name],
      );
      if (preview) {
        await announce(changed, news, { signal, log });
        return { ...news, live: objectOf(oldState.live) };
      }
      const removed = Object.keys(before).filter((name) => !(name in definitions));
      if (news.deleteWithBundle === true) {
        await Promise.all(removed.map((name) => client().delete(definitionRef(name))));
      }
      const kept = Object.entries(objectOf(oldState.live)).filter(([name]) => name in definitions);
      // Also those that were applied before somebody stopped it while their objects were converted.
      const unfinished = Object.keys(definitions).filter(
        (name) => !changed.includes(name) && conversionsOfKind(name).length > 0,
      );
      const { live, late } = await apply([...changed, ...unfinished], news, timeoutSeconds, {
        signal,
        log,
      });
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
          const object = await client().get(definitionRef(name), signal);
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
        await Promise.all(names.map((name) => client().delete(definitionRef(name))));
      } else {
        log("debug", `keeps ${names.length} definitions: deleting one would delete every object of its kind`);
      }
    },
  };
}

/** What a bundle does with its definitions; a bundle of before may not say all of it. */
function optionsOf({ deleteWithBundle, servesWebhooks }: JsonObject) {
  return { deleteWithBundle: deleteWithBundle ?? false, servesWebhooks: servesWebhooks ?? true };
}

/** Where definitions were not Established in time, the run fails, the state keeps them and the next run goes on. */
function finish(id: string, outputs: JsonObject, late: readonly string[]): JsonObject {
  if (late.length > 0) {
    throw new InitError(late, id, outputs);
  }
  return outputs;
}
