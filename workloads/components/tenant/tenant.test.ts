import * as assert from "node:assert/strict";
import { inputsOf, label, platformFixture, runProgram } from "../../testing";
import { Tenant } from "./tenant";

function makeTenant(simulated: boolean, quota = {}, templates = platformFixture.tenants) {
  return runProgram(() => {
    const tenant = new Tenant("team-a", {
      owner: "ann@example.com",
      quota,
      platform: {
        ...platformFixture,
        cluster: { ...platformFixture.cluster, simulated },
        tenants: templates,
      },
    });
    return Promise.resolve({ namespace: tenant.namespace });
  });
}

describe("Tenant", () => {
  it("is a Profile where a controller does the rest", async () => {
    const run = await makeTenant(false);
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:Tenant::team-a",
      "kubernetes:kubeflow.org/v1:Profile::team-a",
    ]);
    assert.deepEqual(run.outputs, { namespace: "team-a" });
  });

  it("makes the namespace so that a profile controller would adopt it, where there is none", async () => {
    const run = await makeTenant(true);
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:Namespace::team-a").metadata, {
      name: "team-a",
      annotations: { owner: "ann@example.com" },
      labels: {
        "istio-injection": "enabled",
        "pipelines.kubeflow.org/enabled": "true",
      },
    });
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:ServiceAccount::team-a-default-editor").metadata, {
      name: "default-editor",
      namespace: "team-a",
    });
    assert.deepEqual(inputsOf(run, "kubernetes:kubeflow.org/v1:Profile::team-a"), {
      apiVersion: "kubeflow.org/v1",
      kind: "Profile",
      metadata: { name: "team-a" },
      spec: { owner: { kind: "User", name: "ann@example.com" } },
    });
  });

  it("makes what the platform gives every tenant where no controller does", async () => {
    const run = await makeTenant(true);
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:LimitRange::team-a/tenant"), {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "tenant", namespace: "team-a" },
      spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m" } }] },
    });
  });

  it("leaves the size of silent pods to the platform where that gives one", async () => {
    const run = await makeTenant(true, { cpu: 8 });
    assert.deepEqual(
      run.resources.map(label).filter((name) => name.includes("LimitRange")),
      ["kubernetes:core/v1:LimitRange::team-a/tenant"],
    );
  });

  it("gives silent pods a size under a quota that would refuse them", async () => {
    const run = await makeTenant(false, { cpu: 8 }, { ...platformFixture.tenants, objects: [] });
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:LimitRange::team-a").metadata, {
      name: "default-requests",
      namespace: "team-a",
    });
  });

  it("refuses a bad name before it registers anything", async () => {
    await assert.rejects(
      runProgram(() => {
        new Tenant("kubeflow", {
          owner: "ann@example.com",
          platform: platformFixture,
        });
        return Promise.resolve({});
      }),
      /belongs to the platform/,
    );
  });
});
