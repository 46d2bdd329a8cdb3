import { Agent, type Dispatcher, EnvHttpProxyAgent, errors, interceptors } from "undici";
import { isLoopback } from "./addresses";

/** How patiently a registry is talked to; tests put shorter times. */
export interface Patience {
  /** How often a request is sent again after 429, 5xx or a broken connection. */
  readonly retries: number;
  /** Pause before the first of them in milliseconds; it doubles each time. `Retry-After` goes before it. */
  readonly firstPauseMs: number;
  /** Longest pause in milliseconds, whatever the registry asks for. */
  readonly longestPauseMs: number;
  /** How long nothing may come, in milliseconds. */
  readonly silenceMs: number;
}

/** For people who wait in front of a terminal. */
export const usualPatience: Patience = {
  retries: 4,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
  silenceMs: 15_000,
};

/** Manifests are at most 4 MiB (OCI distribution specification 1.1, "Pushing Manifests"); configurations are smaller. */
const largestBody = 4 * 1024 * 1024;

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  /** The first value of a header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

/** Sends requests: again where that helps, on to where a registry points, through a proxy where one is set. */
export class Transport {
  readonly #outside: Dispatcher;
  readonly #inside: Dispatcher;

  constructor(patience: Patience) {
    const options = {
      connect: { timeout: Math.min(patience.silenceMs, 10_000) },
      headersTimeout: patience.silenceMs,
      bodyTimeout: patience.silenceMs,
    };
    // What is left after the last try is thrown: with `throwOnError` off, undici 7.30 forgets to pause before it
    // sends a HEAD again.
    const retry = interceptors.retry({
      maxRetries: patience.retries,
      minTimeout: patience.firstPauseMs,
      maxTimeout: patience.longestPauseMs,
    });
    const redirect = interceptors.redirect({ maxRedirections: 5 });
    this.#outside = new EnvHttpProxyAgent(options).compose(retry, redirect);
    this.#inside = new Agent(options).compose(retry, redirect);
  }

  /**
   * Sends one request and reads the answer, whatever its status.
   *
   * @throws Error where no answer comes, or one that is too large
   */
  async send(
    method: "GET" | "HEAD",
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const dispatcher = isLoopback(url) ? this.#inside : this.#outside;
    try {
      const response = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers,
        signal: signal ?? null,
      });
      const body = await readAll(response.body, url);
      return answer(response.statusCode, response.headers, body);
    } catch (error) {
      if (error instanceof errors.RequestRetryError) {
        return answer(error.statusCode, error.headers, Buffer.alloc(0));
      }
      throw error;
    }
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all([this.#outside.close(), this.#inside.close()]);
  }
}

function answer(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
): Answer {
  return {
    status,
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body,
  };
}

async function readAll(body: AsyncIterable<Buffer>, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestBody) {
      throw new Error(`${url.host} answers with more than ${largestBody / 1024 / 1024} MiB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
