import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { makeStyle } from "../terminal/style";
import { VERSIONS } from "../../toolchain";
import { findOutdated, type Outdated, type OutdatedOptions } from "./outdated";
import { outdatedText } from "./outdated-text";
import type { PackageSources } from "./sources";
import { type Loopback, serve } from "./testing/loopback";

const etcd = VERSIONS.etcd;

describe("findOutdated", () => {
  let root: string;
  let server: Loopback;
  let found: Outdated;

  before(async () => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "outdated-"));
    const write = (file: string, text: string) => {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    };
    write(
      "package.json",
      '{"dependencies":{"@a/b":"1.0.0","quiet":"1.0.0"},"devDependencies":{"c":"2.0.0"}}',
    );
    write("python/x.in", "# builds: y\nKFP==2.16.1\nnumpy==2.2.4\nsetuptools<81\n");
    write("workloads/examples/one/requirements.in", "moto[s3,server]==5.0.0\nnumpy==2.2.4\n");
    server = await serve({
      "/refs": "003fd68e refs/tags/26.03\n003f0d1a refs/tags/26.03.1-rc.3\n003f0d1a refs/tags/99.10\n",
      "/charts/index.yaml": "entries:\n  keda:\n  - name: keda\n    version: 2.20.3\n",
      "/go/go.etcd.io/etcd/server/v3/@v/list": `v${etcd}\nv99.0.0\nv99.1.0-rc.0\n`,
      "/npm/@a%2fb/latest": { version: "1.0.0" },
      "/npm/c/latest": { version: "2.1.0" },
      // Waits until all have had their time.
      "/npm/quiet/latest": "silent",
      "/pip/kfp/": { name: "kfp", versions: ["2.16.1", "2.16.2", "2.17.0"], files: [] },
      "/pip/moto/": { name: "moto", versions: ["5.0.0"], files: [] },
      "/pip/numpy/":
        '<a href="x">numpy-2.2.4-cp311-cp311-linux_x86_64.whl</a><a href="y" data-yanked="broken">numpy-9.0.tar.gz</a>',
    });
    found = await findOutdated(
      options({
        go: { url: `${server.origin}/go` },
        python: { url: `${server.origin.replace("//", "//me:secret@")}/pip/` },
        npm: () => ({ url: `${server.origin}/npm/` }),
      }),
    );
  });

  after(async () => {
    await server.close();
    fs.rmSync(root, { recursive: true });
  });

  function options(sources: PackageSources | undefined): OutdatedOptions {
    const at = (where: string) => `${server.origin}${where}`;
    return {
      root,
      releases: { local: "26.03", prod: "26.03.1-rc.2" },
      kubernetes: { prod: "1.35" },
      sources,
      now: new Date("2027-03-20T12:00:00Z"),
      signal: AbortSignal.timeout(2_500),
      upstream: {
        kubeflow: { kind: "refs", url: at("/refs"), name: "kubeflow" },
        charts: [
          {
            name: "keda",
            version: "2.20.2",
            publisher: { kind: "index", url: at("/charts/index.yaml"), name: "keda" },
          },
        ],
      },
    };
  }

  it("says of each what is beyond it, and who gave no answer", () => {
    const { kubeflow, kubernetes, groups, answered } = found;
    assert.equal(answered, true);
    assert.deepEqual(kubeflow, {
      standings: [
        {
          release: "26.03",
          environments: ["local"],
          newer: [{ version: "99.10", candidate: false, known: false }],
        },
        {
          release: "26.03.1-rc.2",
          environments: ["prod"],
          newer: [{ version: "99.10", candidate: false, known: false }],
        },
      ],
    });
    assert.deepEqual(
      kubernetes.find(({ version }) => version === "1.35"),
      { version: "1.35", usual: true, environments: ["prod"], supportEnds: "2027-03-27", daysLeft: 7 },
    );
    const short = groups.map(({ name, verdicts }) => [
      name,
      verdicts
        .filter(({ pin }) => name !== "Toolchain, Go modules" || pin.name === "etcd")
        .map((verdict) => [
          verdict.pin.name,
          verdict.state === "behind" ? verdict.newest : verdict.state,
          ...(verdict.state !== "unknown" && verdict.beyond !== undefined ? [verdict.beyond] : []),
          ...(verdict.state === "unknown" ? [verdict.why] : []),
        ]),
    ]);
    assert.deepEqual(short, [
      ["Charts", [["keda", "2.20.3"]]],
      ["Toolchain, Go modules", [["etcd", "v99.0.0"]]],
      [
        "Python",
        [
          ["kfp", "2.16.2", "2.17.0"],
          ["numpy", "newest"],
          ["moto", "newest"],
        ],
      ],
      [
        "npm",
        [
          ["@a/b", "newest"],
          ["quiet", "unknown", "no answer in time"],
          ["c", "2.1.0"],
        ],
      ],
    ]);
    assert.deepEqual(groups[2]?.verdicts[1]?.pin.files, [
      "python/x.in",
      "workloads/examples/one/requirements.in",
    ]);
  });

  it("logs in where an address says so, and tells nobody with what", () => {
    const asked = server.requests.find(({ url }) => url === "/pip/kfp/");
    assert.equal(asked?.headers.authorization, `Basic ${Buffer.from("me:secret").toString("base64")}`);
    assert.ok(!JSON.stringify(found).includes("secret"));
  });

  it("tells what a clone knows by itself where nobody is to be asked", async () => {
    const before = server.requests.length;
    const alone = await findOutdated(options(undefined));
    assert.equal(server.requests.length, before);
    assert.equal(alone.answered, false);
    assert.deepEqual(alone.kubeflow, {
      standings: [
        {
          release: "26.03",
          environments: ["local"],
          newer: [{ version: "26.03.1-rc.2", candidate: true, known: true }],
        },
        { release: "26.03.1-rc.2", environments: ["prod"], newer: [] },
      ],
      why: "KUBEFLOW_TOOLS_OFFLINE is set",
    });
  });

  it("is a page that has what is behind, and counts the rest", () => {
    const text = outdatedText(found, makeStyle(false));
    assert.ok(
      text.startsWith(
        [
          "Kubeflow",
          "  26.03  local",
          "    → 99.10  release  not adopted yet: docs/upgrading.md",
          "  26.03.1-rc.2  prod",
          "    → 99.10  release  not adopted yet: docs/upgrading.md",
          "",
          "Kubernetes on EKS  infra/cluster/versions.ts",
          "  1.34  standard support ended on 2026-12-02",
          "  1.35  standard support until 2027-03-27, 7 days    default, prod",
          "  1.36  standard support until 2027-08-02, 135 days",
          "",
          "Charts  1 of 1 behind  platform/addons/charts.ts",
          "  keda  2.20.2 → 2.20.3",
          "",
        ].join("\n"),
      ),
      text,
    );
    const end = text.slice(text.indexOf("Python"));
    assert.equal(
      end.split("\n").slice(0, -1).join("\n"),
      [
        "Python  1 of 3 behind  *.in and the lock beside each",
        "  kfp  2.16.1 → 2.16.2  2.17.0 is there, but: the Pipelines of the releases; python/x.in",
        "",
        "npm  1 of 3 behind, 1 unknown  package.json",
        "  c  2.0.0 → 2.1.0",
        "  ? quiet: no answer in time (" + new URL(server.origin).host + ")",
        "",
      ].join("\n"),
    );
  });
});
