import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import type { Flags } from "../arguments";
import type { CommandContext } from "../commands/context";
import { run } from "../commands/cost";
import { PluginServers } from "../engine/plugin-servers";
import { makeDisplay } from "../progress/make-display";
import { repositoryAt } from "../repository";
import type { LivePrices } from "./live";
import type { PriceRef } from "./prices/table";

const configuration = `config:
  kubeflow-infra:tier: development
  kubeflow-infra:region: us-west-2
  kubeflow-infra:accountId: "111122223333"
  kubeflow-infra:tags: { owner: ml, costCenter: "42" }
  kubeflow-infra:cluster: { kind: eks, name: kubeflow }
  kubeflow-infra:nodePools:
    - { name: cpu, instanceTypes: [m7i.xlarge], limits: { cpu: 64, memoryGiB: 256 } }
  kubeflow-platform:release: "26.03"
`;

const mixed = `config:
  kubeflow-infra:cluster: { kind: simulated }
  kubeflow-platform:release: "26.03"
`;

/** A program that makes a key and an endpoint; it shares this process' SDK. */
const program = `
const pulumi = require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});
class Thing extends pulumi.CustomResource {}
module.exports = () => {
  new Thing("aws:kms/key:Key", "key", {});
  new Thing("aws:ec2/vpcEndpoint:VpcEndpoint", "sts", { vpcEndpointType: "Interface", subnetIds: ["a", "b"] });
  return Promise.resolve({});
};
`;

interface Outcome {
  readonly code: number;
  readonly text: string;
  readonly asked: readonly PriceRef[];
}

async function cost(root: string, name: string, json: boolean): Promise<Outcome> {
  const flags: Flags = {
    json,
    yes: false,
    verbose: false,
    showSecrets: false,
    refresh: false,
    cluster: undefined,
  };
  const printed: string[] = [];
  const asked: PriceRef[] = [];
  const context: CommandContext = {
    repository: repositoryAt(root),
    name,
    flags,
    environment: readEnvironment({}),
    display: makeDisplay(flags, true),
    providers: new PluginServers(),
    signal: new AbortController().signal,
    print: (text) => printed.push(text),
    confirm: () => Promise.resolve(false),
    interactive: false,
  };
  const ask = (refs: readonly PriceRef[]): Promise<LivePrices> => {
    asked.push(...refs);
    return Promise.resolve({ asked: false, reason: "no credentials" });
  };
  const code = await run(context, ask);
  return { code, text: printed.join(""), asked };
}

describe("npm run cost", () => {
  let root: string;

  before(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "kubeflow-cost-"));
    fs.mkdirSync(path.join(root, "infra"));
    fs.writeFileSync(path.join(root, "infra", "index.ts"), program);
    fs.writeFileSync(path.join(root, "Pulumi.tiny.yaml"), configuration);
    fs.writeFileSync(path.join(root, "Pulumi.mixed.yaml"), mixed);
  });

  after(() => {
    fs.rmSync(root, { recursive: true });
  });

  it("prices what the infra program registers, and asks AWS about it and about the pools", async () => {
    const { code, text, asked } = await cost(root, "tiny", false);
    assert.equal(code, 0);
    assert.match(text, /^Idle: 15\.60 USD a month$/m);
    assert.ok(asked.some((ref) => ref.kind === "service" && ref.name === "interfaceEndpoint"));
    assert.ok(asked.some((ref) => ref.kind === "instance" && ref.type === "m7i.xlarge"));
  });

  it("prints JSON and nothing else where it is asked to", async () => {
    const { text } = await cost(root, "tiny", true);
    const json: unknown = JSON.parse(text);
    assert.ok(typeof json === "object" && json !== null && "idleMonthlyUsd" in json);
    assert.equal(json.idleMonthlyUsd, 15.6);
  });

  it("says that an environment without AWS has nothing to price", async () => {
    await assert.rejects(
      cost(root, "mixed", false),
      (error) =>
        error instanceof UserError && error.exitCode === 2 && error.message.includes("nothing at AWS"),
    );
  });
});
