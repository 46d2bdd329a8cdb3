import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import type { Program } from "../rooms";
import { roomsOf } from "../rooms";
import { collectInventory, type InventoryItem } from "./collect";

class Part extends pulumi.ComponentResource {
  constructor(name: string, inputs: pulumi.Inputs, parent?: pulumi.Resource) {
    super("kubeflow:platform:Component", name, {}, parent === undefined ? {} : { parent });
    new Thing("same-name", inputs, { parent: this });
  }
}

class Thing extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
    super("kubernetes:core/v1:ConfigMap", name, inputs, options);
  }
}

class Cluster extends pulumi.CustomResource {
  constructor() {
    super("kubeflow-local:index:SimulatedCluster", "cluster", { kubeconfig: undefined });
  }
}

/** Three tiny programs: the second reads the first's outputs, as the real ones do. */
const programs: Record<string, Program> = {
  infra: () => {
    const cluster = new Cluster();
    return Promise.resolve({ id: cluster.id, nodes: new pulumi.Config("kubeflow-infra").require("nodes") });
  },
  platform: async () => {
    const infra = new pulumi.StackReference("organization/kubeflow-infra/local");
    const nodes: { value?: unknown } = await infra.getOutputDetails("nodes");
    const outer = new Part("outer", {
      nodes: String(nodes.value),
      b: 1,
      a: { z: 1, y: pulumi.secret("hidden") },
    });
    new Part("inner", { password: pulumi.secret("hidden") }, outer);
    return {};
  },
  workloads: () => Promise.resolve({}),
};

function collect(overrides: Partial<Record<string, Program>> = {}): Promise<readonly InventoryItem[]> {
  const nothing: Program = () => Promise.resolve({});
  return collectInventory(
    roomsOf("/nowhere"),
    "local",
    { "kubeflow-infra:nodes": "3" },
    ({ name }) => overrides[name] ?? programs[name] ?? nothing,
  );
}

describe("collectInventory", () => {
  it("lists every resource with its component and URN, secrets masked", async () => {
    assert.deepEqual(await collect(), [
      {
        urn: "urn:pulumi:local::kubeflow-infra::kubeflow-local:index:SimulatedCluster::cluster",
        project: "kubeflow-infra",
        component: "infra",
        type: "kubeflow-local:index:SimulatedCluster",
        name: "cluster",
        inputs: {},
      },
      {
        urn: "urn:pulumi:local::kubeflow-platform::kubeflow:platform:Component$kubeflow:platform:Component$kubernetes:core/v1:ConfigMap::same-name",
        project: "kubeflow-platform",
        component: "inner",
        type: "kubernetes:core/v1:ConfigMap",
        name: "same-name",
        inputs: { password: "[secret]" },
      },
      {
        urn: "urn:pulumi:local::kubeflow-platform::kubeflow:platform:Component$kubernetes:core/v1:ConfigMap::same-name",
        project: "kubeflow-platform",
        component: "outer",
        type: "kubernetes:core/v1:ConfigMap",
        name: "same-name",
        inputs: { a: "[secret]", b: 1, nodes: "3" },
      },
    ]);
  });

  it("comes out the same every time, to the order of keys", async () => {
    assert.equal(JSON.stringify(await collect()), JSON.stringify(await collect()));
  });

  it("lets a program's mistake through, once", async () => {
    const infra: Program = () => Promise.reject(new UserError("not yet"));
    await assert.rejects(collect({ infra }), { name: "UserError", message: "not yet" });
  });
});
