import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import { childEnvironment } from "../../config/environment";
import { objectsOf } from "../../contract";
import { awsInfra, contextOf } from "../testing/settings";
import { tenantTemplates } from "./templates";

const script = path.join(__dirname, "sync.py");
const templates = tenantTemplates(
  contextOf(awsInfra, { queues: { shares: [{ name: "research", tenants: ["vision"] }] } }),
);
const keys = { OBJECT_STORE_ACCESS_KEY: "one", OBJECT_STORE_SECRET_KEY: "two" };

/** The hook as metacontroller's Deployment runs it, but for the port. */
class Hook {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: string,
  ) {}

  static async start(file: string, env: Readonly<Record<string, string>> = {}): Promise<Hook> {
    const args = ["-I", script, "--address", "127.0.0.1", "--port", "0", "--templates", file];
    const child = spawn("python3", args, {
      env: childEnvironment(env),
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of readline.createInterface({ input: child.stdout })) {
      return new Hook(child, /\d+$/.exec(line)?.[0] ?? assert.fail(line));
    }
    return assert.fail("the hook ended before it listened");
  }

  post(body: unknown, at = "/sync"): Promise<Response> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return fetch(`http://127.0.0.1:${this.port}${at}`, { method: "POST", body: text });
  }

  async answer(namespace: string, labels: object = enabled): Promise<unknown> {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } };
    const response = await this.post({
      controller: {},
      object,
      attachments: {},
      related: {},
      finalizing: false,
    });
    assert.equal(response.status, 200);
    return response.json();
  }

  healthy(): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}/healthz`);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "close");
    this.child.kill();
    await ended;
  }
}

const enabled = { "pipelines.kubeflow.org/enabled": "true" };

describe("sync.py", () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "sync-"));
  const file = path.join(directory, "tenants.json");
  const hooks: Hook[] = [];
  const started = () => hooks[0] ?? assert.fail("the hook was not started");

  before(async function () {
    if (spawnSync("python3", ["--version"]).status !== 0) {
      process.stderr.write("SKIPPED: sync.py is not tested, as there is no python3 on this machine\n");
      this.skip();
    }
    fs.writeFileSync(file, JSON.stringify(templates));
    hooks.push(await Hook.start(file));
  });

  after(async () => {
    await Promise.all(hooks.map((hook) => hook.stop()));
    fs.rmSync(directory, { recursive: true });
  });

  for (const namespace of ["team-a", "vision"]) {
    it(`gives ${namespace} the objects that the contract's reader would`, async () => {
      assert.deepEqual(await started().answer(namespace), {
        labels: {
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/enforce": "baseline",
          "pod-security.kubernetes.io/warn": "restricted",
        },
        attachments: objectsOf(templates, namespace),
      });
    });
  }

  it("gives a tenant its own artifact server", async () => {
    const answer = JSON.stringify(await started().answer("team-a"));
    for (const kind of ["Deployment", "Service"]) {
      const made = `"kind":"${kind}","metadata":{"name":"ml-pipeline-ui-artifact","namespace":"team-a"`;
      assert.ok(answer.includes(made), kind);
    }
  });

  it("takes everything away where pipelines are switched off in a namespace", async () => {
    const off = { "pipelines.kubeflow.org/enabled": "false" };
    assert.deepEqual(await started().answer("team-a", off), { attachments: [] });
    assert.deepEqual(await started().answer("team-a", {}), { attachments: [] });
  });

  it("adds the keys of the store in the cluster where it has them, and only both", async () => {
    const secretOf = async (env: Readonly<Record<string, string>>) => {
      const other = await Hook.start(file, env);
      try {
        return JSON.stringify(await other.answer("team-a"));
      } finally {
        await other.stop();
      }
    };
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "mlpipeline-minio-artifact", namespace: "team-a" },
      data: { accesskey: "b25l", secretkey: "dHdv" },
    };
    assert.ok((await secretOf(keys)).endsWith(`${JSON.stringify(secret)}]}`));
    assert.doesNotMatch(await secretOf({ OBJECT_STORE_ACCESS_KEY: "one" }), /"Secret"/);
  });

  for (const [what, body] of [
    ["no JSON", "{"],
    ["no namespace", { object: {} }],
    ["a list", []],
    ["labels that are none", { object: { metadata: { name: "a", labels: 3 } } }],
  ] as const) {
    it(`refuses ${what} and goes on`, async () => {
      assert.equal((await started().post(body)).status, 400);
      assert.equal((await started().healthy()).status, 200);
    });
  }

  it("has nothing at other paths", async () => {
    assert.equal((await started().post({}, "/finalize")).status, 404);
  });

  it("answers many at a time", async () => {
    const names = Array.from({ length: 50 }, (_, i) => `team-${i}`);
    const answers = await Promise.all(names.map((name) => started().answer(name)));
    answers.forEach((answer, i) => {
      assert.ok(JSON.stringify(answer).includes(`"namespace":"team-${i}"`));
    });
  });
});
