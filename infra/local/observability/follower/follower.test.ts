import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { entriesOf, Follower } from "./follower";
import { backoff, pushRequest } from "./push";
import { Positions } from "./settings";

describe("pushRequest", () => {
  it("puts lines of the same labels into one stream, in their order", () => {
    const labels = { job: "j", component: "a" };
    assert.deepEqual(
      pushRequest([
        { labels, time: "1", line: "one" },
        { labels: { job: "j", component: "b" }, time: "2", line: "other" },
        { labels: { component: "a", job: "j" }, time: "3", line: "two" },
      ]),
      {
        streams: [
          {
            stream: labels,
            values: [
              ["1", "one"],
              ["3", "two"],
            ],
          },
          { stream: { job: "j", component: "b" }, values: [["2", "other"]] },
        ],
      },
    );
  });
});

describe("entriesOf", () => {
  it("gives a line without a time that of the line before, across batches too", () => {
    const now = new Date(2026, 10, 25, 12, 0, 0);
    const lines = ["goroutine 1", 'E1125 11:59:59.000001 7 x.go:1] "a"', "goroutine 2"];
    const { entries, time } = entriesOf("etcd", lines, { time: "77" }, now);
    assert.deepEqual(
      entries.map((entry) => entry.time),
      ["77", time, time],
    );
    assert.deepEqual(entries[1]?.labels, { job: "control-plane", component: "etcd", level: "error" });
  });
});

describe("Follower", () => {
  let folder: string;
  let server: http.Server;
  let answers: number[];
  let received: string[];
  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "follower-"));
    answers = [];
    received = [];
    server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const status = answers.shift() ?? 204;
        if (status === 204) {
          received.push(...[...body.matchAll(/line \d/g)].map(([line]) => line));
        }
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    fs.rmSync(folder, { recursive: true });
  });

  /** Follows until something is so. */
  async function follow(until: () => boolean): Promise<string[]> {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const said: string[] = [];
    const end = new AbortController();
    const follower = new Follower(
      {
        loki: `http://127.0.0.1:${port}`,
        logs: [{ component: "etcd", file: path.join(folder, "etcd.log") }],
        kubeconfig: path.join(folder, "none"),
        positions: path.join(folder, "positions.json"),
      },
      (text) => said.push(text),
    );
    const run = follower.run(end.signal);
    for (const deadline = Date.now() + 10_000; !until() && Date.now() < deadline;) {
      await sleep(20);
    }
    end.abort();
    await assert.rejects(run, { name: "AbortError" });
    return said;
  }

  const write = (lines: string): void => {
    fs.appendFileSync(path.join(folder, "etcd.log"), lines);
  };
  const hasSent = (): boolean => fs.existsSync(path.join(folder, "positions.json"));

  it("sends again what Loki did not take, and goes on where it was after it was ended", async () => {
    answers = [503, 429];
    write("line 1\nline 2\n");
    const said = await follow(hasSent);
    assert.deepEqual(received, ["line 1", "line 2"]);
    assert.match(said.join("\n"), /Loki does not take lines now: 503/);

    write("line 3\n");
    await follow(() => received.length > 2);
    assert.deepEqual(received, ["line 1", "line 2", "line 3"]);
  });

  it("goes on past what Loki refuses, and says so", async () => {
    answers = [400];
    write("line 1\n");
    const said = await follow(hasSent);
    assert.deepEqual(received, []);
    assert.match(said.join("\n"), /Loki refused lines \(1\): 400/);
    const { files } = Positions.parse(
      JSON.parse(fs.readFileSync(path.join(folder, "positions.json"), "utf8")),
    );
    assert.equal(files[path.join(folder, "etcd.log")]?.offset, 7);
  });

  it("waits longer and longer, half a minute at most", () => {
    assert.deepEqual([0, 1, 2, 5, 6, 99].map(backoff), [500, 1_000, 2_000, 16_000, 30_000, 30_000]);
  });
});
