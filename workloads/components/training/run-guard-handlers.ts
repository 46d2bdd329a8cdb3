import type { KubeClient } from "../../../kube/client";
import { UnknownKindError } from "../../../kube/errors";
import type { KubeObject } from "../../../kube/object";
import {
  arrayOf,
  at,
  containsUnknown,
  equal,
  type JsonObject,
  numberOf,
  type ProviderHandlers,
  textOf,
} from "../../../plugin";

type Client = Pick<KubeClient, "get">;

/**
 * How the `kubeflow-workloads` provider refuses a run whose name is taken. One request where the run is another than the
 * last time, none otherwise: also where its creation broke off, and is to be gone on with.
 */
export function runGuardHandlers(client: () => Client): ProviderHandlers {
  return {
    check: async ({ name, olds, news, signal }) => {
      if (containsUnknown(news) || equal(referenceOf(olds), referenceOf(news))) {
        return { inputs: news };
      }
      const earlier = await find(client(), news, signal);
      // The run of the last time, where there was one, is not there: it could not be made, and the program goes back to
      // the one before, which is the present one still.
      const isPresent = Object.keys(olds).length > 0 && (await find(client(), olds, signal)) === undefined;
      return earlier === undefined || isPresent
        ? { inputs: news }
        : { inputs: news, failures: [{ property: "", reason: reasonOf(name, news, earlier) }] };
    },
    create: ({ inputs }) => ({ id: textOf(inputs.run), outputs: inputs }),
    update: ({ news }) => news,
  };
}

/** The object that the inputs of a guard name. */
function referenceOf({ apiVersion, kind, namespace, run }: JsonObject) {
  return {
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    namespace: textOf(namespace),
    name: textOf(run),
  };
}

async function find(
  client: Client,
  inputs: JsonObject,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await client.get(referenceOf(inputs), signal);
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return undefined;
    }
    throw error;
  }
}

function reasonOf(name: string, inputs: JsonObject, earlier: KubeObject): string {
  const { kind, namespace, name: run } = referenceOf(inputs);
  const made = textOf(earlier.metadata.creationTimestamp);
  const state = stateOf(earlier);
  const about = [...(made === "" ? [] : [`made ${made}`]), ...(state === "" ? [] : [state])];
  return [
    `${kind} "${name}" needs the name ${namespace}/${run}, and an earlier run of the very same has it${about.length === 0 ? "" : ` (${about.join(", ")})`}: that would be taken over as it is, and nothing would run`,
    `  → raise attempt (now ${numberOf(inputs.attempt, 1)}) to run it once more, or delete the earlier run: kubectl delete ${kind.toLowerCase()} -n ${namespace} ${run}`,
  ].join("\n");
}

/** What its controller says of a run: the newest condition that holds, or Spark's state. */
function stateOf({ status }: KubeObject): string {
  const conditions = arrayOf(at(status, "conditions")).filter((one) => at(one, "status") === "True");
  return textOf(at(conditions.at(-1), "type"), textOf(at(status, "applicationState", "state")));
}
