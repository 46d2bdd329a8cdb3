import assert from "node:assert/strict";
import type { KubeObject } from "../../../kube";
import { replacedBetween } from "./cluster";
import type { ServedKind } from "./kinds";
import { objectKey, takeSnapshot } from "./snapshot";

function object(apiVersion: string, kind: string, name: string, more: KubeObject["metadata"]): KubeObject {
  return { apiVersion, kind, metadata: { ...more, name } };
}

function kind(apiVersion: string, name: string, namespaced: boolean): ServedKind {
  return { apiVersion, kind: name, namespaced, hasStatus: false };
}

const volume = (name: string, namespace: string): KubeObject => ({
  ...object("v1", "PersistentVolume", name, { name }),
  spec: { claimRef: { namespace } },
});

describe("what tenants have", () => {
  const all = [
    object("v1", "Secret", "warehouse", {
      name: "",
      namespace: "research",
      uid: "1",
      resourceVersion: "7",
      generation: 2,
      managedFields: [],
    }),
    object("v1", "Secret", "ours", { name: "", namespace: "kubeflow" }),
    object("v1", "Event", "seen", { name: "", namespace: "research" }),
    volume("pvc-1", "research"),
    volume("pvc-2", "kubeflow"),
    object("kubeflow.org/v1", "Profile", "anybody", { name: "" }),
    object("v1", "Namespace", "research", { name: "" }),
    object("v1", "Namespace", "kubeflow", { name: "" }),
    object("trainer.kubeflow.org/v1alpha1", "ClusterTrainingRuntime", "research-torch", { name: "" }),
    object("trainer.kubeflow.org/v1alpha1", "ClusterTrainingRuntime", "torch-distributed", { name: "" }),
  ];
  const kinds = [
    kind("v1", "Secret", true),
    kind("v1", "Event", true),
    kind("v1", "PersistentVolume", false),
    kind("kubeflow.org/v1", "Profile", false),
    kind("v1", "Namespace", false),
    kind("trainer.kubeflow.org/v1alpha1", "ClusterTrainingRuntime", false),
  ];
  const client = {
    list: (apiVersion: string, name: string, { namespace }: { namespace?: string | undefined } = {}) =>
      Promise.resolve(
        all.filter(
          (one) =>
            one.apiVersion === apiVersion &&
            one.kind === name &&
            (namespace === undefined || one.metadata.namespace === namespace),
        ),
      ),
  };

  it("is in their namespaces, or names them; without what every write changes", async () => {
    const snapshot = await takeSnapshot(client, kinds, ["research"]);
    assert.deepEqual(
      [...snapshot.keys()].sort(),
      [
        "/Namespace research",
        "/PersistentVolume pvc-1",
        "/Secret research/warehouse",
        "kubeflow.org/Profile anybody",
        "trainer.kubeflow.org/ClusterTrainingRuntime research-torch",
      ].sort(),
    );
    assert.deepEqual(snapshot.get("/Secret research/warehouse"), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "warehouse", namespace: "research", uid: "1" },
    });
  });

  it("has its status, but for what the control plane measures", async () => {
    const status = { replicas: 1 };
    const of = (apiVersion: string, name: string): KubeObject => ({
      ...object(apiVersion, name, "one", { name: "", namespace: "research" }),
      status,
    });
    const own = [of("autoscaling/v2", "HorizontalPodAutoscaler"), of("apps/v1", "Deployment")];
    const list = (_: string, name: string) => Promise.resolve(own.filter((one) => one.kind === name));
    const types = own.map(({ apiVersion, kind: name }) => kind(apiVersion, name, true));
    const snapshot = await takeSnapshot({ list }, types, ["research"]);
    assert.deepEqual(
      [...snapshot].map(([key, one]) => [key, one.status]),
      [
        ["apps/Deployment research/one", status],
        ["autoscaling/HorizontalPodAutoscaler research/one", undefined],
      ],
    );
  });

  it("has the same key in every version of a kind", () => {
    const keys = ["v1", "v1beta1"].map((version) =>
      objectKey(object(`kubeflow.org/${version}`, "Notebook", "one", { name: "", namespace: "research" })),
    );
    assert.deepEqual(new Set(keys), new Set(["kubeflow.org/Notebook research/one"]));
  });
});

describe("what was made anew", () => {
  it("has its name and another uid; what came or went is something else", () => {
    const before = new Map([
      ["a", "1"],
      ["b", "2"],
      ["gone", "3"],
    ]);
    const after = new Map([
      ["a", "1"],
      ["b", "9"],
      ["new", "4"],
    ]);
    assert.deepEqual(replacedBetween(before, after), ["b"]);
  });
});
