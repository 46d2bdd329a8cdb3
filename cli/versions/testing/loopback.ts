import * as http from "node:http";

/** A server on loopback. */
export interface Loopback {
  readonly origin: string;
  /** What it was asked for. */
  readonly requests: readonly { readonly url: string; readonly headers: http.IncomingHttpHeaders }[];
  readonly close: () => Promise<void>;
}

/** Serves texts by their path; `silent` never answers, everything else is not found. */
export async function serve(answers: Readonly<Record<string, string | object>>): Promise<Loopback> {
  const requests: { url: string; headers: http.IncomingHttpHeaders }[] = [];
  const server = http.createServer(({ url = "", headers }, response) => {
    requests.push({ url, headers });
    const answer = answers[url];
    if (answer === "silent") {
      return;
    }
    const type = typeof answer === "object" ? "application/json" : "text/html";
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": type });
    response.end(typeof answer === "object" ? JSON.stringify(answer) : answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
