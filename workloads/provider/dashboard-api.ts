import { UserError } from "../../config/errors";
import { causeOf } from "../../kube/errors";
import { at, type Json, type JsonObject, objectOf, parseJson, textOf } from "../../plugin";

/** A request to one of the REST APIs behind the gateway. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path below the dashboard's base URL, with a leading slash. */
  readonly path: string;
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: JsonObject | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer of 400 and above. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /** @param status HTTP status, @param message the request and the server's own words */
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Calls one of Kubeflow's REST APIs through the gateway, as the owner of a bearer token.
 *
 * @param dashboard base URL at which Kubeflow is reached from outside
 * @param token     see machine-token.ts
 * @returns the JSON object of the answer; an empty one where it has no body
 * @throws ApiError for answers of 400 and above
 * @throws UserError where nobody answers, or the gateway asks to sign in: it doesn't take the token
 */
export async function callApi(dashboard: string, token: string, request: ApiRequest): Promise<JsonObject> {
  const { method, path, query = {}, body, signal } = request;
  const url = new URL(`${dashboard.replace(/\/+$/, "")}${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      url.searchParams.set(name, value);
    }
  }
  const response = await send(url, {
    method,
    redirect: "manual",
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status >= 300 && response.status < 400) {
    throw new UserError(
      `${url.origin} asks to sign in: its gateway doesn't take tokens of this cluster's service accounts`,
      "signOn.tokenIssuers of the platform's outputs has to name the cluster's issuer; run platform's up again",
      1,
    );
  }
  const answer = parsed(await response.text());
  if (!response.ok) {
    const words = typeof answer === "string" ? answer.trim() : textOf(at(answer, "message"));
    throw new ApiError(
      response.status,
      `${method} ${url.pathname} answered ${response.status}${words === "" ? "" : `: ${words}`}`,
    );
  }
  return objectOf(answer);
}

async function send(url: URL, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new UserError(
      `${url.origin} does not answer: ${causeOf(error)}`,
      "check that the dashboard is reachable from here (endpoints.dashboard of the platform's outputs)",
      1,
    );
  }
}

/** What a body holds: JSON, or a text where it is none. */
function parsed(text: string): Json {
  try {
    return text === "" ? {} : parseJson(text);
  } catch {
    return text;
  }
}
