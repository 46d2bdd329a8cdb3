import { type Received, type Reply, TestServer } from "../../../../kube/testing/api-server";
import { at, type Json, type JsonObject, objectOf, textOf } from "../../../../plugin";

/** The fields of a recurring run that API server 2.16.0 takes (recurring_run.proto); it refuses all others. */
const fields = [
  "display_name",
  "description",
  "pipeline_version_reference",
  "runtime_config",
  "service_account",
  "max_concurrency",
  "trigger",
  "mode",
  "no_catchup",
  "namespace",
  "experiment_id",
];

/** A stand-in for a cluster: its TokenRequest API and, behind the gateway, KFP's API. */
export class PipelinesApi {
  readonly runs = new Map<string, JsonObject>();
  readonly experiments = new Map<string, JsonObject>();
  /** Requests of KFP's API, as `METHOD path`. */
  readonly asked: string[] = [];
  #made = 0;
  #server: TestServer | undefined;

  /** Starts it on the loopback interface. */
  async start(): Promise<TestServer> {
    this.#server = await TestServer.start((request) => this.#reply(request));
    return this.#server;
  }

  #reply(request: Received): Reply {
    const url = new URL(request.url, "http://api");
    const account = /^\/api\/v1\/namespaces\/([^/]+)\/serviceaccounts\/([^/]+)\/token$/.exec(url.pathname);
    if (account !== null) {
      const [audience] = [at(request.body, "spec", "audiences", 0)];
      return {
        body: { status: { token: `${account[1] ?? ""}/${account[2] ?? ""} for ${textOf(audience)}` } },
      };
    }
    const path = url.pathname.replace(/^\/pipeline\/apis\/v2beta1/, "");
    this.asked.push(`${request.method} ${path}`);
    // As the gateway does it: whoever has no token that it takes is sent to sign in.
    const token = /^Bearer (\S+)\/default-editor for pipelines\.kubeflow\.org$/.exec(
      request.headers.authorization ?? "",
    );
    return token === null
      ? { status: 302, headers: { location: "/oauth2/start" } }
      : this.#answer(request, path, url.searchParams, token[1] ?? "");
  }

  #answer({ method, body }: Received, path: string, query: URLSearchParams, namespace: string): Reply {
    const [, kind, rest = ""] = /^\/(experiments|recurringruns)\/?(.*)$/.exec(path) ?? [];
    const [id = "", verb] = rest.split(":");
    const all = kind === "experiments" ? this.experiments : this.runs;
    const found = all.get(id);
    const given = objectOf(body);
    if (method === "GET" && id === "") {
      if (query.get("namespace") !== namespace) {
        return refusal(403, 7, "not authorized");
      }
      const wanted = at(JSON.parse(query.get("filter") ?? "{}") as Json, "predicates", 0, "string_value");
      const experiments = [...all.values()].filter(({ display_name: name }) => name === wanted);
      return { body: experiments.length === 0 ? {} : { experiments, total_size: experiments.length } };
    }
    if (method === "POST" && id === "") {
      const problem = kind === "experiments" ? undefined : this.#problemOf(given, namespace);
      return problem ?? { body: this.#create(kind ?? "", all, given) };
    }
    if (found === undefined) {
      return refusal(404, 5, `${kind ?? "path"} ${id} not found`);
    }
    if (method === "DELETE") {
      all.delete(id);
    } else if (verb !== undefined) {
      const status = verb === "enable" ? "ENABLED" : "DISABLED";
      all.set(id, { ...found, status, mode: status.slice(0, -1) });
    }
    return { body: method === "GET" ? found : {} };
  }

  #create(kind: string, all: Map<string, JsonObject>, given: JsonObject): JsonObject {
    this.#made += 1;
    const id = `${kind}-${this.#made}`;
    const own: JsonObject =
      kind === "experiments"
        ? { experiment_id: id, storage_state: "AVAILABLE" }
        : { recurring_run_id: id, status: given.mode === "ENABLE" ? "ENABLED" : "DISABLED" };
    const made = { ...given, ...own };
    all.set(id, made);
    return made;
  }

  #problemOf(run: JsonObject, namespace: string): Reply | undefined {
    const unknown = Object.keys(run).find((key) => !fields.includes(key));
    if (unknown !== undefined) {
      return refusal(400, 3, `unknown field "${unknown}"`);
    }
    const most = Number(run.max_concurrency);
    if (most < 1 || most > 10) {
      return refusal(
        400,
        3,
        `Max concurrency of a recurring run must be at least 1 and at most 10. Received ${most}`,
      );
    }
    if (!this.experiments.has(textOf(run.experiment_id)) || run.namespace !== namespace) {
      return refusal(400, 3, "invalid experimentId and namespace combination");
    }
    return undefined;
  }
}

function refusal(status: number, code: number, message: string): Reply {
  return { status, body: { error: message, code, message, details: [] } };
}
