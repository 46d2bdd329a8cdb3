import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { UserError } from "../../../config/errors";
import { clusterLayout } from "../layout";
import { observabilityLayout } from "./layout";
import { removeObservability } from "./remove";
import { startObservability } from "./start";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Programs that stand in for the real ones, which infra's local test and cli/testing start. */
const scripts = {
  prometheus: `echo 'level=INFO msg="Starting"'; echo 'level=ERROR msg="no space left"'; exit 1`,
  loki: "while :; do sleep 0.2; done",
  "kube-state-metrics": "while :; do sleep 0.2; done",
};

describe("startObservability", () => {
  let directory: string;

  before(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "observability-"));
    const cluster = clusterLayout(directory);
    fs.mkdirSync(cluster.root);
    const options = {
      kubeApiserverPort: 11,
      etcdPort: 12,
      etcdPeerPort: 13,
      kubeControllerManagerPort: 14,
      kubeSchedulerPort: 15,
      kwokControllerPort: 16,
    };
    fs.writeFileSync(cluster.kwokctlConfig, stringify({ options }));
    const kubeconfig = {
      clusters: [{ cluster: { server: "x", "certificate-authority-data": base64("authority") } }],
      users: [
        { user: { "client-certificate-data": base64("certificate"), "client-key-data": base64("key") } },
      ],
    };
    fs.writeFileSync(cluster.kubeconfig, stringify(kubeconfig));
  });

  after(async () => {
    await removeObservability(directory);
    fs.rmSync(directory, { recursive: true });
  });

  it("says which process does not start, with its last words, and where the whole log is", async () => {
    const tool = (name: keyof typeof scripts): string => {
      const file = path.join(directory, name);
      fs.writeFileSync(file, `#!/bin/sh\n${scripts[name]}\n`, { mode: 0o755 });
      return file;
    };
    const tools = {
      prometheus: tool("prometheus"),
      loki: tool("loki"),
      "kube-state-metrics": tool("kube-state-metrics"),
    };
    const platform = { resourceState: { kind: "X" }, metricLabels: [], rules: { groups: [] } };
    await assert.rejects(startObservability(directory, { tools, platform }), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.exitCode, 1);
      assert.match(error.message, /^Prometheus ended\.\n  It said:\n    level=ERROR msg="no space left"\n/);
      return true;
    });
    const log = path.join(directory, "logs", "observability", "prometheus.log");
    assert.match(fs.readFileSync(log, "utf8"), /no space left/);
  });

  it("keeps certificates where their owner alone can read them", () => {
    const { credentials } = observabilityLayout(directory);
    const files = fs.readdirSync(credentials).map((name) => {
      const file = path.join(credentials, name);
      return [name, fs.readFileSync(file, "utf8"), (fs.statSync(file).mode & 0o777).toString(8)];
    });
    assert.deepEqual(files, [
      ["ca.crt", "authority", "600"],
      ["client.crt", "certificate", "600"],
      ["client.key", "key", "600"],
    ]);
    assert.equal((fs.statSync(credentials).mode & 0o777).toString(8), "700");
  });
});
