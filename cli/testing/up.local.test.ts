import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { readEnvironment } from "../../config/environment";
import { clusterProcesses } from "../../infra/local/processes";
import { observabilityState } from "../../infra/local/observability";
import { checkSource, findRelease, locateSource } from "../../manifests";
import { Clone, type Ended } from "./clone";
import { lookAt } from "./page";
import { TeamStack } from "./team-stack";

const repository = path.resolve(__dirname, "..", "..");

const Result = z.looseObject({ changed: z.boolean() });
const Status = z.looseObject({
  stacks: z.array(z.looseObject({ room: z.string(), up: z.boolean(), objects: z.number() })),
  cluster: z.looseObject({
    deployments: z.array(z.looseObject({ ready: z.number(), total: z.number() })),
    troubledPods: z.array(z.unknown()),
    tenants: z.array(z.string()),
  }),
});

/** The last line of stdout, which with `--json` is the result. */
function resultOf({ stdout, output, code }: Ended): unknown {
  assert.equal(code, 0, output);
  return JSON.parse(stdout.trim());
}

function succeeded({ code, output }: Ended): string {
  assert.equal(code, 0, output);
  return output;
}

/** Where a clone elsewhere finds the manifests that this one finds; undefined where they can't be had. */
async function manifests(): Promise<Record<string, string> | undefined> {
  const source = locateSource(findRelease("26.03"), readEnvironment());
  if ((await checkSource(source)) !== undefined) {
    return undefined;
  }
  return source.kind === "mirror" ? { MANIFESTS_MIRROR: path.dirname(source.directory) } : {};
}

describe("the local environment, as a new user has it", () => {
  let clone: Clone;

  before(async function () {
    const environment = await manifests();
    if (environment === undefined) {
      process.stderr.write("\n  SKIPPED: the manifests are neither in a mirror nor reachable by git.\n\n");
      this.skip();
    }
    clone = new Clone(repository, environment);
  });

  after(async function () {
    // Mocha calls it for a skipped suite too; a suite that failed must not leave a control plane running.
    if (fs.existsSync(path.join(repository, "package.json")) && typeof clone === "object") {
      if (fs.existsSync(clone.path(".local", "state"))) {
        await clone.run("destroy");
      }
      clone.remove();
    }
  });

  it("says what is wrong with it before it installs or changes anything", async () => {
    const usage = await clone.run("up", "--jsn");
    assert.equal(usage.code, 2, usage.output);
    assert.match(usage.stderr, /Did you mean --json/);

    const unknown = await clone.run("up", "lokal");
    assert.equal(unknown.code, 2, unknown.output);
    assert.match(unknown.stderr, /environments are dev, local, prod\. Did you mean local\?/);

    const mirror = await clone.startWith({ MANIFESTS_MIRROR: "/nowhere" }, "up").ended;
    assert.equal(mirror.code, 2, mirror.output);
    assert.match(mirror.stderr, /MANIFESTS_MIRROR is \/nowhere/);

    const kubeconfig = clone.path(".local", "nobody");
    fs.writeFileSync(kubeconfig, deadKubeconfig);
    const cluster = ["--cluster", "existing", "--kubeconfig", kubeconfig, "--context", "dead"];
    const dead = await clone.run("up", ...cluster);
    assert.equal(dead.code, 1, dead.output);
    assert.match(dead.stderr, /https:\/\/127\.0\.0\.1:9 does not answer/);
    fs.rmSync(kubeconfig);

    assert.ok(!fs.existsSync(clone.path(".local", "state")), "a state was begun");
  });

  it("refuses keys that it doesn't know", async () => {
    const file = clone.path("Pulumi.local.yaml");
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, text.replace("kubeflow-platform:release", "kubeflow-platform:relaese"));
    const { code, stderr } = await clone.run("up");
    fs.writeFileSync(file, text);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /kubeflow-platform:relaese: unknown key \(did you mean release\?\)/);
  });

  it("can be interrupted, one run at a time, and goes on where it was", async () => {
    const first = clone.start("up");
    await first.says(/^platform\n[\s\S]*created/m);
    const second = await clone.run("up");
    assert.equal(second.code, 1, second.output);
    assert.match(second.stderr, /Another run is at work: npm run up -- local \(process \d+/);
    first.interrupt();
    const { code, stderr } = await first.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /the state is kept[\s\S]*npm run up again to continue/);

    const output = succeeded(await clone.run("up"));
    assert.match(output, /✔ local is up: /);
    assert.match(output, /SIMULATED/);
  });

  it("changes nothing when it is brought up again", async () => {
    const { changed } = Result.parse(resultOf(await clone.run("up", "--json")));
    assert.equal(changed, false);
  });

  it("has not drifted", async () => {
    const { changed } = Result.parse(resultOf(await clone.run("preview", "--refresh", "--json")));
    assert.equal(changed, false);
  });

  it("is whole: every Deployment ready, no pod in trouble, secrets only for who asks", async () => {
    const ended = await clone.run("status", "--json");
    const { stacks, cluster } = Status.parse(resultOf(ended));
    assert.deepEqual(
      stacks.map(({ room, up }) => [room, up]),
      [
        ["infra", true],
        ["platform", true],
        ["workloads", true],
      ],
    );
    assert.ok(
      cluster.deployments.every(({ ready, total }) => ready === total),
      ended.stdout,
    );
    assert.deepEqual(cluster.troubledPods, []);
    assert.ok(cluster.tenants.length > 0);
    assert.doesNotMatch(ended.stdout, /"password": "(?!\[secret\])/);
    assert.match(succeeded(await clone.run("status", "--show-secrets")), /dashboard .*password \S{12}/);
  });

  it("carries the stack of another team, made from the packed package", () => {
    const team = new TeamStack(clone);
    try {
      const { changes, outputs } = team.run("up");
      assert.equal(outputs.namespace?.value, "ranking");
      assert.equal(outputs.model?.value, "http://ranker-ranking.example.com");
      assert.ok((changes.create ?? 0) > 10, JSON.stringify(changes));
      assert.deepEqual(Object.keys(team.run("up").changes), ["same"]);
      assert.ok((team.run("destroy").changes.delete ?? 0) > 10);
    } finally {
      team.remove();
    }
  });

  it("can be looked at: one page about all that is there, in light and dark", async () => {
    const { code, output } = await clone.run("status", "local", "--html");
    assert.equal(code, 0, output);
    const file = clone.path(".local", "status-local.html");
    assert.ok(output.includes(`report: ${file}`), output);
    const page = fs.readFileSync(file, "utf8");
    for (const wanted of [
      "Kubeflow Pipelines",
      "team-a",
      "Everything is ready",
      "m6i.2xlarge",
      "kfp-api-server",
    ]) {
      assert.ok(page.includes(wanted), wanted);
    }
    await lookAt(file);
  });

  it("is watched by Prometheus and Loki where somebody wants that, and the page shows what they see", async () => {
    const output = succeeded(await clone.run("up", "--observability"));
    assert.match(output, /✔ Metrics and logs {2}Prometheus http:\/\/127\.0\.0\.1:\d+, Loki http:/);
    const ended = await clone.run("status", "--html");
    assert.match(succeeded(ended), /✔ Loki +http:\/\/127\.0\.0\.1:\d+/);
    const file = clone.path(".local", "status-local.html");
    const page = fs.readFileSync(file, "utf8");
    for (const wanted of ["What is asked for metrics", "kwok-controller", "Errors of the API server"]) {
      assert.ok(page.includes(wanted), wanted);
    }
    await lookAt(file);
  });

  it("comes back after its processes have ended, with all that was in it and beside it", async () => {
    const beside = observabilityState(clone.path(".local"))?.processes ?? [];
    for (const { pid } of [...clusterProcesses(clone.path(".local")), ...beside]) {
      if (pid !== undefined) {
        process.kill(pid, "SIGKILL");
      }
    }
    const { changed } = Result.parse(resultOf(await clone.run("up", "--json")));
    assert.equal(changed, false);
    const again = observabilityState(clone.path(".local"))?.processes ?? [];
    assert.deepEqual(
      again.map(({ alive }) => alive),
      [true, true, true, true],
    );
  });

  it("is watched no more where nobody wants that, and again where somebody does", async () => {
    assert.match(succeeded(await clone.run("up", "--no-observability")), /Metrics and logs {2}stopped/);
    assert.equal(observabilityState(clone.path(".local")), undefined);
    const named = clone.processes().filter((line) => line.includes(clone.path(".local", "observability")));
    assert.deepEqual(named, []);
    assert.doesNotMatch(succeeded(await clone.run("up")), /Metrics and logs/);
    assert.match(succeeded(await clone.run("up", "--observability")), /✔ Metrics and logs {2}Prometheus/);
  });

  it("leaves tracked files as they are", () => {
    assert.deepEqual(clone.changedFiles(), []);
  });

  it("goes without leaving anything but logs", async () => {
    assert.match(succeeded(await clone.run("destroy")), /local is gone: \d+ objects deleted/);
    assert.deepEqual(fs.readdirSync(clone.path(".local")), ["logs"]);
    assert.deepEqual(clone.processes(), []);
    assert.deepEqual(clone.changedFiles(), []);
    assert.match(succeeded(await clone.run("destroy")), /nothing to destroy/);
    assert.match(succeeded(await clone.run("status")), /Nothing of local is up/);
  });

  it("goes too where its cluster is gone already", async () => {
    const first = clone.start("up");
    await first.says(/^platform\n[\s\S]*created/m);
    first.interrupt();
    await first.ended;
    for (const { pid } of clusterProcesses(clone.path(".local"))) {
      if (pid !== undefined) {
        process.kill(pid, "SIGKILL");
      }
    }
    fs.rmSync(clone.path(".local", "cluster"), { recursive: true });
    assert.match(succeeded(await clone.run("destroy")), /platform and workloads are forgotten/);
    assert.deepEqual(fs.readdirSync(clone.path(".local")), ["logs"]);
    assert.deepEqual(clone.processes(), []);
  });
});

const deadKubeconfig = `apiVersion: v1
kind: Config
contexts: [{ name: dead, context: { cluster: dead, user: dead } }]
clusters: [{ name: dead, cluster: { server: "https://127.0.0.1:9" } }]
users: [{ name: dead, user: { token: none } }]
`;
