import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../config/errors";
import { InfraOutputs } from "./infra";
import { readInfra, validateOutputs } from "./read";

const outputs: InfraOutputs = {
  contractVersion: 1,
  environment: "dev",
  provider: "local",
  cluster: {
    name: "kubeflow",
    kubernetesVersion: "1.35",
    endpoint: "https://127.0.0.1:6443",
    kubeconfig: "apiVersion: v1",
    identifier: "uid",
    simulated: true,
  },
  nodePools: [{ name: "cpu", architecture: "amd64", labels: {}, taints: [] }],
  storageClasses: { block: "gp3" },
  objectStorage: { kind: "in-cluster" },
  database: { kind: "in-cluster" },
};

/** Runs a program of stack `dev` in which the infra stack has the given outputs. */
async function reading(published: Record<string, unknown>): Promise<{ names: string[]; read: InfraOutputs }> {
  const names: string[] = [];
  const secretOutputNames = Object.keys(published).filter((name) => name === "cluster");
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name }) => {
        if (type === "pulumi:pulumi:StackReference") {
          names.push(name);
        }
        return { id: name, state: { outputs: published, secretOutputNames } };
      },
    },
    "kubeflow-platform",
    "dev",
    false,
    "acme",
  );
  const result: { read?: InfraOutputs } = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    result.read = await readInfra();
    return {};
  });
  await pulumi.runtime.disconnect();
  return { names, read: result.read ?? assert.fail("nothing was read") };
}

describe("readInfra", () => {
  it("reads the stack of the same organization and environment, secrets included", async () => {
    const { names, read } = await reading(outputs);
    assert.deepEqual(names, ["acme/kubeflow-infra/dev"]);
    assert.deepEqual(read, outputs);
  });

  it("names the stack, the output and what to run where one is missing", async () => {
    const { cluster: _cluster, ...lacking } = outputs;
    await assert.rejects(reading(lacking), (error: unknown) => {
      assert.match(String(error), /acme\/kubeflow-infra\/dev/);
      assert.match(String(error), /cluster/);
      assert.match(String(error), /npm run up -- dev, or cd infra && pulumi up -s dev/);
      return true;
    });
  });
});

describe("validateOutputs", () => {
  it("names a wrong output by its path", () => {
    const wrong = { ...outputs, nodePools: [{ ...outputs.nodePools[0], architecture: "sparc" }] };
    assert.throws(
      () => validateOutputs("infra", InfraOutputs, wrong, "acme/kubeflow-infra/dev"),
      (error: unknown) => error instanceof UserError && error.message.includes("nodePools.0.architecture"),
    );
  });

  it("leaves out what a newer release exports beside it, so that its readers need not be updated with it", () => {
    const newer = { ...outputs, more: 1, cluster: { ...outputs.cluster, more: 1 } };
    assert.deepEqual(validateOutputs("infra", InfraOutputs, newer, "acme/kubeflow-infra/dev"), outputs);
  });
});
