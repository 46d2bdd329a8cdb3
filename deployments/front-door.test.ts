import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { frontDoor } from "./front-door";
import type { PublishedOutputs } from "./publication";
import { devKeys, infra, keysOf, platform, prodKeys, workloads } from "./testing/environments";

interface Run {
  /** Type and name of every resource. */
  readonly registered: readonly string[];
  readonly published: PublishedOutputs;
  readonly said: readonly string[];
}

const outputs: Readonly<Record<string, object>> = {
  "kubeflow-infra": infra,
  "kubeflow-platform": platform,
  "kubeflow-workloads": workloads,
};

/** Runs the front door's program on a backend where stacks belong to `organization`. */
async function run(organization: string, keys: Record<string, string>): Promise<Run> {
  const registered: string[] = [];
  pulumi.runtime.setAllConfig(keys);
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, inputs }: { type: string; name: string; inputs: object }) => {
        if (type === "pulumi:pulumi:StackReference") {
          const published = outputs[name.split("/")[1] ?? ""];
          return { id: name, state: { outputs: published, secretOutputNames: ["cluster", "credentials"] } };
        }
        registered.push(`${type} ${name}`);
        return { id: `${name}-id`, state: { ...inputs } };
      },
    },
    "kubeflow",
    "prod",
    false,
    organization,
  );
  const said: string[] = [];
  const log = pulumi.log;
  const spoken = [replace(log, "info", said), replace(log, "warn", said)];
  const published: PublishedOutputs[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    published.push(await frontDoor());
    return {};
  });
  await pulumi.runtime.disconnect();
  spoken.forEach((restore) => {
    restore();
  });
  pulumi.runtime.setAllConfig({});
  return { registered, said, published: published[0] ?? assert.fail("nothing was published") };
}

function replace(log: typeof pulumi.log, level: "info" | "warn", said: string[]): () => void {
  const original = log[level];
  Object.defineProperty(log, level, {
    configurable: true,
    writable: true,
    value: (message: string) => {
      said.push(`${level}: ${message}`);
      return Promise.resolve();
    },
  });
  return () => {
    Object.defineProperty(log, level, { configurable: true, writable: true, value: original });
  };
}

describe("frontDoor", () => {
  it("publishes, and registers settings, chain and drift schedules on Pulumi Cloud", async () => {
    const { registered, said, published } = await run("acme", keysOf(prodKeys, "production"));
    assert.deepEqual([...registered].sort(), [
      "kubeflow:deployments:Deployments deployments",
      "pulumi:pulumi:Stack kubeflow-prod",
      "pulumiservice:index:DeploymentSettings deployments-infra",
      "pulumiservice:index:DeploymentSettings deployments-platform",
      "pulumiservice:index:DeploymentSettings deployments-workloads",
      "pulumiservice:index:DriftSchedule deployments-infra-drift",
      "pulumiservice:index:DriftSchedule deployments-platform-drift",
      "pulumiservice:index:DriftSchedule deployments-workloads-drift",
      "pulumiservice:index:Webhook deployments-infra-to-platform",
      "pulumiservice:index:Webhook deployments-platform-to-workloads",
    ]);
    assert.deepEqual(said, []);
    assert.equal(published.release, "26.03");
  });

  it("registers expiry and the way back to itself where dev asks for them", async () => {
    const { registered } = await run("acme", keysOf(devKeys, "development"));
    assert.deepEqual(registered.filter((line) => /TtlSchedule|to-frontDoor/.test(line)).sort(), [
      "pulumiservice:index:TtlSchedule deployments-infra-expiry",
      "pulumiservice:index:TtlSchedule deployments-platform-expiry",
      "pulumiservice:index:TtlSchedule deployments-workloads-expiry",
      "pulumiservice:index:Webhook deployments-workloads-to-frontDoor",
    ]);
  });

  it("looks for no drift where that is switched off", async () => {
    const keys = keysOf({ ...prodKeys, drift: { enabled: false } }, "production");
    const { registered } = await run("acme", keys);
    assert.equal(registered.filter((line) => line.includes("DriftSchedule")).length, 0);
  });

  it("publishes only on another backend, and warns where deployments are asked for", async () => {
    const { registered, said, published } = await run("organization", keysOf(prodKeys, "production"));
    assert.deepEqual(registered, ["pulumi:pulumi:Stack kubeflow-prod"]);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /^warn: kubeflow:deployments is set, but the backend is not Pulumi Cloud/);
    assert.equal(published.environment, "prod");
  });

  it("says why it publishes only where nobody asked for more", async () => {
    const elsewhere = await run("organization", {});
    assert.match(elsewhere.said[0] ?? "", /^info: .*need Pulumi Cloud/);
    const cloud = await run("acme", {});
    assert.match(cloud.said[0] ?? "", /^info: .*set kubeflow:deployments/);
    assert.deepEqual(cloud.registered, ["pulumi:pulumi:Stack kubeflow-prod"]);
  });
});
