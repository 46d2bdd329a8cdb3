import {
  arrayOf,
  at,
  differences,
  type JsonObject,
  objectOf,
  type ProviderHandlers,
  textOf,
} from "../../../plugin";
import type { Connection } from "../../provider/connection";
import { asTenant, type Call } from "../../provider/as-tenant";
import { ApiError } from "../../provider/dashboard-api";
import { inputsOfRecurringRun, recurringRunBody } from "./recurring-run-spec";

/** For whom the tokens are, see {@link recurringRunInputs}. */
const audience = "pipelines.kubeflow.org";

/** Where KFP's API is behind the gateway. */
const api = "/pipeline/apis/v2beta1";

/** How the `kubeflow-workloads` provider makes recurring runs: through KFP's API, as the tenant's service account. */
export function recurringRunHandlers(connected: () => Connection): ProviderHandlers {
  const speak = <T>(namespace: string, signal: AbortSignal, action: (call: Call) => Promise<T>): Promise<T> =>
    asTenant(connected(), { namespace, audience }, signal, (call) =>
      action((request) => call({ ...request, path: `${api}${request.path}` })),
    );
  return {
    diff: ({ oldInputs, news }) => ({
      // Made first, deleted then: there is no time without one.
      changes: differences(oldInputs, news).map((change) => ({
        ...change,
        replace: change.path !== "enabled",
      })),
    }),
    create: async ({ inputs, preview, signal }) => {
      if (preview) {
        return { id: "", outputs: inputs };
      }
      return speak(textOf(inputs.namespace), signal, async (call) => {
        const body = recurringRunBody(inputs, await experimentId(call, inputs));
        const run = await call({ method: "POST", path: "/recurringruns", body });
        return { id: idOf(run, "recurring_run_id"), outputs: inputs };
      });
    },
    read: async ({ id, inputs, signal }) => {
      const { namespace, runId, known } = whereFrom(id, inputs);
      return speak(namespace, signal, async (call) => {
        const run = await unlessGone(call({ method: "GET", path: pathOf(runId) }));
        if (run === undefined) {
          return undefined;
        }
        const experiment = known?.experiment ?? (await experimentName(call, textOf(run.experiment_id)));
        const found = { ...inputsOfRecurringRun(run), experiment };
        return { id: runId, inputs: found, outputs: found };
      });
    },
    update: async ({ id, news, preview, signal }) => {
      if (!preview) {
        const verb = news.enabled === false ? "disable" : "enable";
        await speak(textOf(news.namespace), signal, (call) =>
          call({ method: "POST", path: `${pathOf(id)}:${verb}` }),
        );
      }
      return news;
    },
    delete: ({ id, inputs, signal }) =>
      speak(textOf(inputs.namespace), signal, async (call) => {
        await unlessGone(call({ method: "DELETE", path: pathOf(id) }));
      }),
  };
}

/** The id of the experiment, which is made where it isn't there. */
async function experimentId(call: Call, inputs: JsonObject): Promise<string> {
  const [namespace, name] = [textOf(inputs.namespace), textOf(inputs.experiment)];
  const filter = { predicates: [{ operation: "EQUALS", key: "display_name", string_value: name }] };
  const query = { namespace, filter: JSON.stringify(filter) };
  const { experiments } = await call({ method: "GET", path: "/experiments", query });
  const found = objectOf(arrayOf(experiments)[0]);
  if (found.storage_state === "ARCHIVED") {
    throw new Error(
      `experiment "${name}" of ${namespace} is archived: restore it in the dashboard, or name another one`,
    );
  }
  const experiment =
    found.experiment_id === undefined
      ? await call({ method: "POST", path: "/experiments", body: { display_name: name, namespace } })
      : found;
  return idOf(experiment, "experiment_id");
}

async function experimentName(call: Call, id: string): Promise<string> {
  return textOf((await call({ method: "GET", path: `/experiments/${encodeURIComponent(id)}` })).display_name);
}

/** Who is asked about a run: its inputs say so, or, in an import, the id: `<namespace>/<id>`. */
function whereFrom(id: string, inputs: JsonObject | undefined) {
  const [namespace = "", runId] = id.split("/");
  if (inputs !== undefined) {
    return { namespace: textOf(inputs.namespace), runId: id, known: inputs };
  }
  if (runId === undefined) {
    throw new Error(`"${id}" is not <namespace>/<id of the recurring run>`);
  }
  return { namespace, runId, known: undefined };
}

/** Undefined where it is gone: nobody's mistake for a deletion, drift for a refresh. */
async function unlessGone(answer: Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

function pathOf(id: string): string {
  return `/recurringruns/${encodeURIComponent(id)}`;
}

function idOf(answer: JsonObject, key: string): string {
  const id = textOf(at(answer, key));
  if (id === "") {
    throw new Error(`Kubeflow Pipelines' API answered without ${key}`);
  }
  return id;
}
