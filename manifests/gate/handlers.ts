import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "../../kube/client";
import {
  arrayOf,
  at,
  InitError,
  isObject,
  type Json,
  type JsonObject,
  type ProviderHandlers,
  textOf,
} from "../../plugin";

/** Default limit for webhooks to answer, in seconds: as long as the Kubernetes provider gives a Deployment. */
const answerSeconds = 600;
const pollMs = 1000;
const webhookApi = "admissionregistration.k8s.io/v1";

/** How the `kubeflow` provider waits at a readiness gate. It holds nothing in the cluster. */
export function readinessGateHandlers(client: () => KubeClient): ProviderHandlers {
  const wait = async (
    inputs: JsonObject,
    limit: number,
    signal: AbortSignal,
    status: (text: string) => void,
  ) => {
    const deadline = Date.now() + limit * 1000;
    for (;;) {
      const problems = await webhookProblems(client(), inputs, signal);
      if (problems.length === 0) {
        return [];
      }
      if (Date.now() > deadline) {
        return problems;
      }
      status(`waits for ${problems[0] ?? ""}`);
      await sleep(pollMs, undefined, { signal });
    }
  };
  const pass = async (
    id: string,
    inputs: JsonObject,
    { preview, timeoutSeconds = answerSeconds, signal, log }: Waiting,
  ): Promise<JsonObject> => {
    if (!preview) {
      const problems = await wait(inputs, timeoutSeconds, signal, (text) => {
        log("status", text);
      });
      if (problems.length > 0) {
        throw new InitError(problems, id, inputs);
      }
    }
    return inputs;
  };
  return {
    create: async (request) => ({
      id: request.name,
      outputs: await pass(request.name, request.inputs, request),
    }),
    update: (request) => pass(request.id, request.news, request),
  };
}

interface Waiting {
  readonly preview: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly signal: AbortSignal;
  readonly log: (severity: "status", message: string) => void;
}

/** Which webhooks can't answer yet, and why; empty when the gate may open. */
export async function webhookProblems(
  client: Pick<KubeClient, "get" | "list">,
  inputs: JsonObject,
  signal?: AbortSignal,
): Promise<string[]> {
  const configurations = [
    ...namesIn(inputs.validatingWebhooks).map((name) => ({ kind: "ValidatingWebhookConfiguration", name })),
    ...namesIn(inputs.mutatingWebhooks).map((name) => ({ kind: "MutatingWebhookConfiguration", name })),
  ];
  const problems = await Promise.all(
    configurations.map(async ({ kind, name }) => {
      const configuration = await client.get({ apiVersion: webhookApi, kind, name }, signal);
      if (configuration === undefined) {
        return [`${kind} ${name} to be there`];
      }
      const found = await Promise.all(
        arrayOf(configuration.webhooks).map((webhook) => problemOf(client, webhook, signal)),
      );
      return found.flatMap((problem) => (problem === undefined ? [] : [`${kind} ${name}: ${problem}`]));
    }),
  );
  return problems.flat();
}

async function problemOf(
  client: Pick<KubeClient, "list">,
  webhook: Json,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const service = at(webhook, "clientConfig", "service");
  if (!isObject(service)) {
    return undefined; // called by URL: somewhere else, not ours to wait for
  }
  const webhookName = textOf(at(webhook, "name"));
  if (textOf(at(webhook, "clientConfig", "caBundle")) === "") {
    return `${webhookName} to get its CA bundle`;
  }
  const [namespace, name] = [textOf(service.namespace), textOf(service.name)];
  const slices = await client.list("discovery.k8s.io/v1", "EndpointSlice", {
    namespace,
    labelSelector: `kubernetes.io/service-name=${name}`,
    signal,
  });
  const ready = slices
    .flatMap((slice) => arrayOf(slice.endpoints))
    .some((endpoint) => at(endpoint, "conditions", "ready") !== false);
  return ready ? undefined : `Service ${namespace}/${name} of ${webhookName} to have a ready endpoint`;
}

function namesIn(value: Json | undefined): string[] {
  return arrayOf(value).map((name) => textOf(name));
}
