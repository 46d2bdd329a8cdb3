import type { Dispatcher, Pool } from "undici";
import { parseJson, type Json, type JsonObject } from "../plugin/json";
import { causeOf, kubeError, UnreachableError } from "./errors";
import type { Connection } from "./kubeconfig";

/** Methods that the API server knows. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One request. */
export interface RequestOptions {
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: Json;
  /** Content type of the body (default `application/json`). */
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Requests to one server: keep-alive, so many at a time, tried again where that is safe. */
export class Transport {
  /** @param concurrency most connections for requests (not watches) at a time */
  constructor(
    private readonly connection: Connection,
    private readonly concurrency: number,
  ) {}

  #requests: Promise<Pool> | undefined;
  #streams: Promise<Pool> | undefined;

  /**
   * Sends a request and hands back the JSON of the answer.
   *
   * @throws KubeError for answers of 400 and above
   * @throws UnreachableError (a UserError) if the server can't be reached
   */
  async request(method: Method, path: string, options: RequestOptions = {}): Promise<JsonObject> {
    for (let attempt = 0; ; attempt++) {
      const failure = await this.#attempt(method, path, options);
      if ("answer" in failure) {
        return failure.answer;
      }
      options.signal?.throwIfAborted();
      if (attempt >= maxRetries || !failure.retry) {
        throw failure.error;
      }
      await pause(failure.afterMs ?? firstPauseMs * 2 ** attempt, options.signal);
    }
  }

  /**
   * Opens a stream (a watch): the answer's body as it comes in.
   *
   * @throws KubeError, UnreachableError as {@link request} does, without trying again
   */
  async stream(path: string, options: RequestOptions = {}): Promise<AsyncIterable<Buffer>> {
    this.#streams ??= this.#pool(null);
    try {
      const response = await this.#send(await this.#streams, "GET", path, options);
      if (response.statusCode >= 400) {
        throw kubeError(response.statusCode, parse(await response.body.text()));
      }
      return response.body;
    } catch (error) {
      options.signal?.throwIfAborted();
      throw networkTrouble(error) ? new UnreachableError(this.connection.server, error) : error;
    }
  }

  /** Closes all connections; requests under way fail. */
  async close(): Promise<void> {
    const pools = [this.#requests, this.#streams];
    this.#requests = this.#streams = undefined;
    for (const pool of pools) {
      await (await pool)?.destroy();
    }
  }

  async #attempt(method: Method, path: string, options: RequestOptions): Promise<Outcome> {
    this.#requests ??= this.#pool(this.concurrency);
    try {
      const { statusCode, headers, body } = await this.#send(await this.#requests, method, path, options);
      const json = parse(await body.text());
      if (statusCode < 400) {
        return { answer: typeof json === "object" && json !== null && !Array.isArray(json) ? json : {} };
      }
      // These say that nothing was done. Another 5xx to a POST may come from a webhook that will not
      // get well soon: what to do about it is the caller's decision.
      const retry =
        statusCode === 429 ||
        statusCode === 503 ||
        (statusCode >= 500 && statusCode !== 501 && method !== "POST");
      const afterMs = Number(headers["retry-after"]) * 1000;
      return {
        error: kubeError(statusCode, json),
        retry,
        afterMs: Number.isFinite(afterMs) && afterMs > 0 ? Math.min(afterMs, longestPauseMs) : undefined,
      };
    } catch (error) {
      if (!networkTrouble(error)) {
        throw error;
      }
      const neverSent = refused.has(causeOf(error));
      return {
        error: new UnreachableError(this.connection.server, error),
        retry: neverSent || (method !== "POST" && !/CERT|SELF_SIGNED|VERIFY/.test(causeOf(error))),
      };
    }
  }

  async #send(
    pool: Pool,
    method: Method,
    path: string,
    { query = {}, body, contentType, signal }: RequestOptions,
  ): Promise<Dispatcher.ResponseData> {
    const authorization = await this.connection.authorization();
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) {
        parameters.set(key, String(value));
      }
    }
    const search = parameters.toString();
    return pool.request({
      method,
      path:
        new URL(this.connection.server).pathname.replace(/\/$/, "") +
        path +
        (search === "" ? "" : `?${search}`),
      headers: {
        accept: "application/json",
        "user-agent": "kubeflow-on-aws",
        ...(body === undefined ? {} : { "content-type": contentType ?? "application/json" }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async #pool(connections: number | null): Promise<Pool> {
    // Loaded with the first request: a plugin that only diffs never needs it (0.1 s).
    const undici = await import("undici");
    return new undici.Pool(new URL(this.connection.server).origin, {
      connections,
      pipelining: 1,
      connect: { ...this.connection.tls, timeout: 10_000 },
      keepAliveTimeout: 60_000,
      headersTimeout: 60_000,
      // Watches are silent for as long as nothing happens.
      bodyTimeout: connections === null ? 0 : 60_000,
    });
  }
}

/** Loads what requests are sent with (0.1 s) ahead of the first one, while there is nothing else to do. */
export async function loadTransport(): Promise<void> {
  await import("undici");
}

type Outcome =
  | { readonly answer: JsonObject }
  | { readonly error: Error; readonly retry: boolean; readonly afterMs?: number | undefined };

const maxRetries = 5;
const firstPauseMs = 100;
const longestPauseMs = 10_000;
const refused: ReadonlySet<string> = new Set(["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "EAI_AGAIN"]);

function networkTrouble(error: unknown): boolean {
  return (
    /^(E[A-Z]+|UND_ERR_\w+|[A-Z_]*(CERT|SELF_SIGNED|VERIFY)\w*)$/.test(causeOf(error)) && !aborted(error)
  );
}

function aborted(error: unknown): boolean {
  return causeOf(error) === "UND_ERR_ABORTED";
}

function parse(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Waits for some milliseconds; rejects with the signal's reason as soon as it is aborted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error("cancelled"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
