import * as assert from "node:assert/strict";
import { reportOf } from "../model/report";
import { cluster, findings, hostile } from "../testing/cluster";
import { bar, shareText } from "./elements";
import { escape } from "./html";
import { pageOf } from "./page";

/** The page's text, one space between words. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>[^]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

describe("pageOf", () => {
  const page = pageOf(reportOf(findings()));
  const text = textOf(page);

  it("tells of every part of the environment", () => {
    for (const wanted of [
      "■ 1 workload not ready, 1 pod without a node.",
      "AWS, eu-central-1",
      "Deployment auth/dex Dex 0 of 1",
      "ann@example.com owner bob@example.com view",
      "CPU 9 of 8 cores",
      "default → research",
      "TrainJobs: ■ 1 failed",
      "9 of 8",
      "1 borrowed",
      "m7i.large 2 123.45",
      "At least 123.45",
      "0.20.0 is out",
      "602401143452.dkr.ecr.eu-central-1.amazonaws.com/ eks/coredns",
      "events is forbidden",
      "● Prometheus http://127.0.0.1:21000",
      "■ Log follower ended",
      "API requests 12.3/s mean of 5 minutes",
      "1 of 3 targets up",
      "etcd ● up 127.0.0.1:20001 12 ms 256 MiB 0.05",
      "KubeflowQuotaFull ■ firing",
      "requests.cpu 3 of 8 cores",
      "404 87 0.5/s",
      "kube-apiserver 990 2026-11-25 11:59",
      "quotas: /api/v1/query: 503",
      "Made by npm run status -- dev --html on 2026-11-25 12:00 UTC",
    ]) {
      assert.ok(text.includes(wanted), wanted);
    }
  });

  it("shows harmful texts as texts", () => {
    assert.ok(page.includes(escape(hostile)));
    assert.ok(!page.includes("<script>alert"));
    assert.ok(!page.includes("<img"));
  });

  it("names nothing outside of itself", () => {
    assert.doesNotMatch(page, /(src|href)="(?!#|data:)/);
    assert.doesNotMatch(page, /url\(|@import/);
  });

  it("has an accessible skeleton: one h1, sections that are named, tables with captions and scopes", () => {
    const count = (pattern: RegExp): number => [...page.matchAll(pattern)].length;
    assert.equal(count(/<h1>/g), 1);
    assert.equal(count(/<table/g), count(/<caption>/g));
    assert.equal(count(/<th[ >]/g), count(/<th\s+scope="/g));
    for (const [, id = ""] of page.matchAll(/aria-labelledby="([^"]+)"/g)) {
      assert.equal(count(new RegExp(`<h2 id="${id}"`, "g")), 1, id);
    }
    for (const [, id = ""] of page.matchAll(/href="#([^"]+)"/g)) {
      assert.equal(count(new RegExp(`id="${id}"`, "g")), 1, id);
    }
  });

  it("says what local costs, and what is to be compared with it", () => {
    const { cost } = findings();
    assert.ok(cost.kind === "aws");
    const free = textOf(
      pageOf(reportOf(findings({ environment: "local", cost: { kind: "free", example: cost.cost } }))),
    );
    assert.match(free, /local costs nothing at AWS : it has nothing there\. For comparison: dev, on AWS/);
  });

  it("is whole too where the cluster doesn't answer, where it is empty, and where nothing is up", () => {
    const silent = textOf(pageOf(reportOf(findings({ cluster: "connection refused" }))));
    assert.match(silent, /The cluster does not answer: connection refused/);
    assert.match(silent, /Monthly cost/);
    const empty = { version: "v1.35.0", objects: cluster(), reasons: new Map(), unreadable: [] };
    assert.match(textOf(pageOf(reportOf(findings({ cluster: empty })))), /Kueue has no ClusterQueue/);
    const unknown: Parameters<typeof findings>[0] = {
      stacks: [],
      cluster: undefined,
      cost: { kind: "unknown", why: "w" },
    };
    assert.match(textOf(pageOf(reportOf(findings(unknown)))), /Nothing of it is up/);
  });
});

describe("bars", () => {
  it("are as long as what is used, full and of another colour beyond all", () => {
    assert.match(bar(1, 4).toString(), /class="used" width="25"/);
    assert.match(bar(9, 8).toString(), /class="over" width="100"/);
    assert.match(bar(0, 0).toString(), /class="used" width="0"/);
    assert.equal(shareText({ resource: "memory", used: 2 ** 30, of: 2 ** 32 }), "1 of 4 GiB");
    assert.equal(shareText({ resource: "pods", used: 3, of: 110 }), "3 of 110");
  });
});
