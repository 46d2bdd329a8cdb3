import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import { KubeError, UnknownKindError } from "../../../kube/errors";
import type { KubeObject } from "../../../kube/object";
import type { JsonObject } from "../../../plugin";
import { dataGuardHandlers, holdings, refusal } from "./data-guard-handlers";

/** A cluster with these objects and their kinds; other kinds are unknown. */
function clusterWith(objects: readonly KubeObject[], also: readonly string[] = []) {
  const asked: string[] = [];
  return {
    asked,
    list: (apiVersion: string, kind: string, options: { readonly namespace?: string | undefined } = {}) => {
      asked.push(kind);
      assert.equal(options.namespace, "team-a");
      const found = objects.filter((object) => object.apiVersion === apiVersion && object.kind === kind);
      return found.length > 0 || also.includes(kind)
        ? Promise.resolve(found)
        : Promise.reject(new UnknownKindError(apiVersion, kind));
    },
  };
}

function object(apiVersion: string, kind: string, name: string, more: JsonObject = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: "team-a" }, ...more };
}

const claim = (name: string, storageClassName = "block") =>
  object("v1", "PersistentVolumeClaim", name, { spec: { storageClassName } });

const ended = (type: string, status = "True"): JsonObject => ({ status: { conditions: [{ type, status }] } });

async function names(...objects: KubeObject[]): Promise<string[]> {
  return (await holdings(clusterWith(objects), "team-a")).flatMap((holding) => holding.names);
}

describe("holdings", () => {
  it("are volumes, but for claims of volumes that stay", async () => {
    assert.deepEqual(await holdings(clusterWith([claim("b"), claim("a"), claim("models", "")]), "team-a"), [
      { kind: "PersistentVolumeClaim", title: "volumes", names: ["a", "b"] },
    ]);
  });

  it("are notebooks and models", async () => {
    const found = await names(
      object("kubeflow.org/v1", "Notebook", "notebook"),
      object("serving.kserve.io/v1beta1", "InferenceService", "model"),
    );
    assert.deepEqual(found, ["notebook", "model"]);
  });

  const runs: [string, string, JsonObject, JsonObject][] = [
    ["trainer.kubeflow.org/v1alpha1", "TrainJob", ended("Complete", "False"), ended("Complete")],
    ["kubeflow.org/v1", "PyTorchJob", ended("Running"), ended("Succeeded")],
    ["kubeflow.org/v1", "MPIJob", {}, ended("Failed")],
    ["kubeflow.org/v1beta1", "Experiment", ended("Running"), ended("Succeeded")],
    ["argoproj.io/v1alpha1", "Workflow", { status: { phase: "Running" } }, { status: { phase: "Error" } }],
    [
      "sparkoperator.k8s.io/v1beta2",
      "SparkApplication",
      { status: { applicationState: { state: "RUNNING" } } },
      { status: { applicationState: { state: "COMPLETED" } } },
    ],
  ];
  for (const [apiVersion, kind, running, done] of runs) {
    it(`are an unfinished ${kind}, and no finished one`, async () => {
      const found = await names(
        object(apiVersion, kind, "running", running),
        object(apiVersion, kind, "done", done),
        object(apiVersion, kind, "new"),
      );
      assert.deepEqual(found, ["new", "running"]);
    });
  }

  it("are pipelines that people uploaded, not those of programs", async () => {
    const version = (name: string, manager: string): KubeObject => ({
      apiVersion: "pipelines.kubeflow.org/v2beta1",
      kind: "PipelineVersion",
      metadata: { name, managedFields: [{ manager }] },
    });
    assert.deepEqual(await names(version("mine", "apiserver"), version("ours", "pulumi-kubernetes-0f0f")), [
      "mine",
    ]);
  });

  it("are nothing that goes already", async () => {
    const going = claim("going");
    going.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
    assert.deepEqual(await names(going), []);
  });

  it("fail where the cluster doesn't say", async () => {
    const list = () => Promise.reject(new KubeError(403, "Forbidden", "not allowed"));
    await assert.rejects(holdings({ list }, "team-a"), /not allowed/);
  });
});

describe("refusal", () => {
  const inputs = { tenant: "team-a", staying: ["s3://models/team-a/"] };

  it("says what would be lost, what stays and what to do", () => {
    const held = [
      { kind: "PersistentVolumeClaim", title: "volumes", names: ["a", "b", "c", "d", "e", "f", "g"] },
      { kind: "Notebook", title: "notebooks", names: ["x"] },
    ];
    const error = refusal(inputs, held);
    assert.equal(error.exitCode, 1);
    assert.equal(
      error.message,
      [
        'tenant "team-a" is kept: with it would be lost',
        "  volumes (PersistentVolumeClaim): a, b, c, d, e and 2 more",
        "  notebooks (Notebook): x",
        "What is in s3://models/team-a/ stays, whatever becomes of the tenant.",
        "  → keep the tenant in the program. If all of this may be lost, first add team-a to kubeflow-workloads:dataMayBeLost (in a program of your own: dataMayBeLost: true) and run up, then remove it",
      ].join("\n"),
    );
  });

  it("says nothing of S3 where there is none", () => {
    const held = [{ kind: "Notebook", title: "notebooks", names: ["x"] }];
    assert.doesNotMatch(refusal({ ...inputs, staying: [] }, held).message, /stays/);
  });
});

describe("DataGuard", () => {
  const request = {
    urn: "urn",
    type: "kubeflow-workloads:tenants:DataGuard",
    name: "team-a",
    log: () => undefined,
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
  };
  const inputs: JsonObject = { tenant: "team-a", dataMayBeLost: false, staying: [] };
  const remove = (cluster: ReturnType<typeof clusterWith>, change: JsonObject = {}) => {
    const news = { ...inputs, ...change };
    return dataGuardHandlers(() => cluster).delete?.({ ...request, id: "team-a", inputs: news, state: news });
  };

  it("refuses to go before what is held", async () => {
    await assert.rejects(
      Promise.resolve(remove(clusterWith([claim("data")]))),
      (error) =>
        error instanceof UserError && error.message.includes("volumes (PersistentVolumeClaim): data"),
    );
  });

  it("goes where nothing is held", async () => {
    const cluster = clusterWith([], ["PersistentVolumeClaim"]);
    await remove(cluster);
    assert.ok(cluster.asked.includes("PersistentVolumeClaim") && cluster.asked.includes("Workflow"));
  });

  it("asks nobody where data may be lost", async () => {
    const cluster = clusterWith([claim("data")]);
    await remove(cluster, { dataMayBeLost: true });
    assert.deepEqual(cluster.asked, []);
  });

  it("learns in place that data may be lost, and is another one of another tenant", async () => {
    const handlers = dataGuardHandlers(() => clusterWith([]));
    const diff = async (news: JsonObject) =>
      (
        await handlers.diff?.({ ...request, id: "team-a", oldInputs: inputs, oldState: inputs, news })
      )?.changes.map(({ path, replace }) => [path, replace === true]);
    assert.deepEqual(await diff({ ...inputs, dataMayBeLost: true }), [["dataMayBeLost", false]]);
    assert.deepEqual(await diff({ ...inputs, tenant: "team-b" }), [["tenant", true]]);
    assert.deepEqual(await diff({ ...inputs, after: "" }), []);
  });
});
