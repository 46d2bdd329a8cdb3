import assert from "node:assert/strict";
import * as http from "node:http";
import { compareVersions } from "./check";
import type { Publisher } from "./published-versions";
import { index } from "./testing/chart-index";
import type { Pin } from "./verdicts";

describe("compareVersions", () => {
  let server: http.Server;
  let origin: string;
  const requests: string[] = [];

  before(async () => {
    server = http.createServer((request, response) => {
      requests.push(request.url ?? "");
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });

  after(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (request.url === "/silent") {
      return;
    }
    const [status, body, headers] = answers(request)[request.url ?? ""] ?? [404, "", {}];
    response.writeHead(status, headers).end(body);
  }

  function answers({
    headers,
  }: http.IncomingMessage): Record<string, [number, string, http.OutgoingHttpHeaders]> {
    const realm = `Bearer realm="${origin}/token",service="s",scope="repository:loki:pull"`;
    return {
      "/charts/index.yaml": [200, index, {}],
      "/v2/loki/tags/list":
        headers.authorization === "Bearer t"
          ? [200, '{"tags":["18.10.0"]}', { link: '</v2/loki/tags/list?last=18.10.0>; rel="next"' }]
          : [401, "", { "www-authenticate": realm }],
      "/v2/loki/tags/list?last=18.10.0": [200, '{"tags":["18.11.0","19.0.0-rc.1"]}', {}],
      "/token?service=s&scope=repository%3Aloki%3Apull": [200, '{"token":"t"}', {}],
      "/refs": [200, "003fd68e refs/tags/26.03\n003f0d1a refs/tags/v1.10.2\n", {}],
    };
  }

  const pin = (name: string, version: string, kind: Publisher["kind"], path: string): Pin => ({
    name,
    version,
    publisher: { kind, url: `${origin}${path}`, name },
  });

  it("says which are behind, and by what", async () => {
    const { result, text, wayOut } = await compareVersions([
      pin("Kubeflow", "26.03", "refs", "/refs"),
      pin("keda", "2.19.0", "index", "/charts/index.yaml"),
      pin("zeta", "v1.0", "index", "/charts/index.yaml"),
      pin("loki", "18.10.0", "tags", "/v2/loki/tags/list"),
    ]);
    assert.equal(result, "warning");
    assert.equal(
      text,
      [
        "2 of 4 pinned versions are the newest, 2 behind",
        "keda 2.19.0 → 2.20.2",
        "loki 18.10.0 → 18.11.0",
      ].join("\n"),
    );
    assert.match(wayOut ?? "", /docs\/upgrading\.md/);
    assert.equal(requests.filter((url) => url === "/charts/index.yaml").length, 1);
  });

  it("says who could not be asked, and does not call that a failure", async () => {
    const nobody = await freePort();
    const { result, text } = await compareVersions(
      [
        pin("other", "9.9.9", "index", "/charts/index.yaml"),
        pin("gone", "1.0.0", "index", "/gone"),
        pin("quiet", "1.0.0", "tags", "/silent"),
        {
          name: "closed",
          version: "1.0.0",
          publisher: { kind: "refs", url: `http://127.0.0.1:${nobody}/`, name: "closed" },
        },
      ],
      300,
    );
    const host = new URL(origin).host;
    assert.equal(result, "ok");
    assert.deepEqual(text.split("\n").slice(0, 3), [
      "1 of 4 pinned versions are the newest, 3 unknown",
      `gone 1.0.0: ${host} not reachable (${host} answers 404)`,
      `quiet 1.0.0: ${host} not reachable (no answer in time)`,
    ]);
    assert.match(
      text.split("\n")[3] ?? "",
      new RegExp(`^closed 1\\.0\\.0: 127\\.0\\.0\\.1:${nobody} not reachable`),
    );
  });
});

/** A port of 127.0.0.1 that nobody listens at. */
async function freePort(): Promise<number> {
  const server = http.createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address !== null ? address.port : 0;
}
