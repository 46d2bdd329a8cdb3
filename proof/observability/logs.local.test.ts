import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as yaml from "js-yaml";
import * as z from "zod";
import { lokiConfig } from "../../infra/local/observability/loki";
import { questions } from "./promtool";
import { type Server, startServer } from "./server";
import { toolsOrReason } from "./tools";

const Answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(z.object({ values: z.array(z.tuple([z.unknown(), z.string()])) })),
  }),
});

/** Lines that pods might write, sample data with the labels that Alloy gives (platform/addons/alloy-configuration.ts). */
const streams = [
  {
    labels: { namespace: "team-a", pod: "ddp-0", container: "node", tenant: "team-a" },
    line: "epoch 3, loss 0.21",
  },
  {
    labels: { namespace: "team-a", pod: "churn-x1", container: "main", tenant: "team-a" },
    line: "Traceback (most recent call last):",
  },
  { labels: { namespace: "other", pod: "p", container: "c" }, line: "an error that nobody chose" },
  {
    labels: { namespace: "kubeflow", pod: "ml-pipeline", container: "c" },
    line: 'level=error msg="no database"',
  },
];

describe("log panels, as Loki answers them", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-logs-"));
  let server: Server | undefined;

  before(async function () {
    const tools = await toolsOrReason("loki");
    if (typeof tools === "string") {
      process.stderr.write(`SKIPPED: no LogQL is checked: ${tools}\n`);
      return this.skip();
    }
    const file = path.join(folder, "loki.yaml");
    server = await startServer(
      tools.loki,
      ([loki, lokiGrpc]) => {
        fs.writeFileSync(file, yaml.dump(lokiConfig(folder, { loki, lokiGrpc })));
        return [`-config.file=${file}`, "-target=all"];
      },
      "/ready",
      120,
    );
    const now = Date.now();
    const pushed = await fetch(`${server.url}/loki/api/v1/push`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        streams: streams.map(({ labels, line }) => ({
          stream: labels,
          values: [0, 1, 2].map((ago) => [`${now - ago * 60_000}000000`, line]),
        })),
      }),
    });
    assert.ok(pushed.ok, await pushed.text());
  });

  after(async () => {
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function ask(query: string): Promise<Response> {
    const now = Date.now();
    const parameters = { query, start: `${now - 3_600_000}000000`, end: `${now + 1000}000000`, step: "60" };
    return fetch(
      `${server?.url ?? ""}/loki/api/v1/query_range?${new URLSearchParams(parameters).toString()}`,
    );
  }

  async function lines(query: string): Promise<string[]> {
    const { data } = Answer.parse(await (await ask(query)).json());
    return [...new Set(data.result.flatMap(({ values }) => values.map(([, line]) => line)))].sort();
  }

  const asked = questions("loki");

  for (const { name, expr } of asked) {
    it(name, async () => {
      assert.notDeepEqual(await lines(expr), [], expr);
    });
  }

  it("follow the chosen namespaces, and the platform's its own", async () => {
    const of = (panel: string) => lines(asked.find(({ name }) => name === panel)?.expr ?? "");
    assert.deepEqual(await of("logs"), ["Traceback (most recent call last):", "epoch 3, loss 0.21"]);
    assert.deepEqual(await of("logErrors"), ["Traceback (most recent call last):"]);
    assert.deepEqual(await of("platformLogs"), ['level=error msg="no database"']);
  });

  it("are refused where they are no LogQL", async () => {
    const answer = await ask('{namespace=~"team-a"} |~ ');
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /parse error/);
  });
});
