import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import type { KubeObject } from "../../../kube/object";
import { type Reply, TestServer } from "../../../kube/testing/api-server";
import { arrayOf, at, type JsonObject, objectOf, textOf } from "../../../plugin/json";
import { crdBundleHandlers } from "../handlers";
import { TrainJobServer } from "../testing/train-job-server";
import { journalKey } from "./journal";

const name = "trainjobs.trainer.kubeflow.org";
const open: JsonObject = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

function definition(fields: readonly string[], status: JsonObject = {}): KubeObject {
  const spec = { type: "object", properties: Object.fromEntries(fields.map((field) => [field, open])) };
  const schema = {
    openAPIV3Schema: { type: "object", properties: { spec, status: { type: "object", properties: status } } },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group: "trainer.kubeflow.org",
      names: { kind: "TrainJob", plural: "trainjobs" },
      versions: [{ name: "v1alpha1", served: true, storage: true, schema }],
    },
  };
}

const common = ["runtimeRef", "suspend", "trainer"];
const older = definition([...common, "podTemplateOverrides", "labels", "annotations"]);
const newer = definition([...common, "runtimePatches", "activeDeadlineSeconds"], { trainerStatus: open });
const texts: Record<string, KubeObject> = { older, newer };

/** An answer that nobody tries again after. */
const stoppedThere: Reply = {
  status: 400,
  body: { kind: "Status", reason: "BadRequest", message: "stopped" },
};

const pool = { nodeSelector: { pool: "gpu" } };
const owner = {
  manager: "pulumi-kubernetes-1a2b",
  operation: "Apply",
  apiVersion: "trainer.kubeflow.org/v1alpha1",
};

function trainJob(jobName: string, spec: JsonObject): KubeObject {
  const owned = Object.fromEntries(Object.keys(spec).map((key) => [`f:${key}`, {}]));
  return {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    metadata: {
      name: jobName,
      namespace: "team-a",
      resourceVersion: "1",
      managedFields: [{ ...owner, fieldsType: "FieldsV1", fieldsV1: { "f:spec": owned } }],
    },
    spec: { runtimeRef: { name: "torch" }, ...spec },
  };
}

describe("objects on the way from one definition to another", () => {
  let cluster: TrainJobServer;
  let server: TestServer;
  let said: string[];
  const store = { get: (digest: string) => Promise.resolve(texts[digest] ?? assert.fail(digest)) };
  const request = () => ({
    urn: "urn",
    type: "kubeflow:manifests:CrdBundle",
    name: "trainer",
    log: (severity: string, message: string) => said.push(`${severity}: ${message}`),
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
  });
  const update = async (from: string, to: string, preview = false) => {
    const client = server.client();
    const before = { definitions: { [name]: from }, live: {} };
    const news = { definitions: { [name]: to } };
    await crdBundleHandlers(() => client, store, 0).update?.({
      ...request(),
      id: "trainer",
      oldInputs: before,
      oldState: before,
      news,
      preview,
    });
  };
  const create = async (to: string) => {
    const client = server.client();
    const inputs = { definitions: { [name]: to } };
    await crdBundleHandlers(() => client, store, 0).create({ ...request(), inputs, preview: false });
  };
  /** What matters of an object: its spec, who owns it, and whether it is in the middle of something. */
  const stateOf = (job: string) => {
    const { spec, metadata } = cluster.jobs.get(job) ?? assert.fail(job);
    const owners = arrayOf(metadata.managedFields).flatMap((entry) => {
      const fields = Object.keys(objectOf(at(entry, "fieldsV1", "f:spec")));
      return fields.length === 0 ? [] : [`${textOf(at(entry, "manager"))}: ${fields.sort().join(" ")}`];
    });
    return { spec, owners, journal: at(metadata, "annotations", journalKey) };
  };
  const all = () => Object.fromEntries([...cluster.jobs.keys()].map((job) => [job, stateOf(job)]));

  const override = { targetJobs: [{ name: "node" }], spec: pool };
  const fill = () => {
    cluster.live = older;
    cluster.jobs.clear();
    cluster.jobs.set(
      "queued",
      trainJob("queued", { suspend: true, labels: { q: "a" }, podTemplateOverrides: [override] }),
    );
    cluster.jobs.set("words", trainJob("words", { trainer: { numProcPerNode: "auto", image: "i" } }));
    cluster.jobs.set("plain", trainJob("plain", { suspend: false }));
  };
  const finished = {
    queued: {
      spec: {
        runtimeRef: { name: "torch" },
        suspend: true,
        runtimePatches: [
          {
            manager: "kubeflow-on-aws/workloads",
            trainingRuntimeSpec: {
              template: {
                metadata: { labels: { q: "a" } },
                spec: {
                  replicatedJobs: [{ name: "node", template: { spec: { template: { spec: pool } } } }],
                },
              },
            },
          },
        ],
      },
      owners: [`${owner.manager}: f:runtimePatches f:suspend`],
      journal: undefined,
    },
    plain: {
      spec: { runtimeRef: { name: "torch" }, suspend: false },
      owners: [`${owner.manager}: f:suspend`],
      journal: undefined,
    },
  };

  beforeEach(async () => {
    cluster = new TrainJobServer(older);
    said = [];
    fill();
    server = await TestServer.start((received) => cluster.answer(received));
  });
  afterEach(() => server.stop());

  it("keep what they have in other fields, as whose they were, and nothing of the way stays", async () => {
    await update("older", "newer");
    const { queued, plain, words } = all();
    assert.deepEqual({ queued, plain }, finished);
    assert.deepEqual(words?.spec, { runtimeRef: { name: "torch" }, trainer: { image: "i" } });
    const conversion = "spec.podTemplateOverrides, spec.labels, spec.annotations → spec.runtimePatches";
    assert.deepEqual(said, [`info: ${name}: 1 converted (${conversion})`]);
  });

  it("come back as they were", async () => {
    const before = stateOf("queued");
    await update("older", "newer");
    await update("newer", "older");
    assert.deepEqual(stateOf("queued"), before);
  });

  it("converge wherever it was stopped, whether or not the last write was done, by an update and by a create", async () => {
    for (const done of [false, true]) {
      for (const again of [() => update("older", "newer"), () => create("newer")]) {
        for (let stop = 0, stopped = true; stopped; stop++) {
          assert.ok(stop < 20);
          fill();
          let writes = 0;
          const fails = () => (writes++ >= stop ? stoppedThere : undefined);
          [cluster.onWrite, cluster.onWritten] = done ? [() => undefined, fails] : [fails, () => undefined];
          stopped = await update("older", "newer").then(
            () => false,
            () => true,
          );
          [cluster.onWrite, cluster.onWritten] = [() => undefined, () => undefined];
          await again();
          const { queued, plain, words } = all();
          assert.deepEqual({ queued, plain }, finished, `stopped after ${stop} writes`);
          assert.deepEqual(at(words?.spec, "trainer"), { image: "i" });
        }
      }
    }
  });

  it("are asked for once they are served: who was stopped may have made the definition a moment ago", async () => {
    for (const again of [() => update("older", "newer"), () => create("newer")]) {
      fill();
      cluster.notServedYet = 2;
      await again();
      const { queued, plain } = all();
      assert.deepEqual({ queued, plain }, finished);
    }
  });

  it("end on the older definition where somebody turns back halfway", async () => {
    const before = stateOf("queued");
    // Stopped once the new definition is there: the journal alone knows.
    cluster.onWrite = ({ method }) => (method === "PUT" ? stoppedThere : undefined);
    await assert.rejects(update("older", "newer"));
    assert.equal(at(stateOf("queued").spec, "runtimePatches"), undefined);
    cluster.onWrite = () => undefined;
    await update("newer", "older");
    assert.deepEqual(stateOf("queued"), before);
  });

  it("forget a journal of a way that nobody went, where their fields were emptied since", async () => {
    cluster.onWrite = ({ url }) => (url.includes("customresourcedefinitions") ? stoppedThere : undefined);
    await assert.rejects(update("older", "newer"));
    const { labels, podTemplateOverrides, ...spec } = objectOf(cluster.jobs.get("queued")?.spec);
    cluster.jobs.set("queued", { ...(cluster.jobs.get("queued") ?? assert.fail()), spec });
    cluster.onWrite = () => undefined;
    await update("older", "newer");
    assert.deepEqual(stateOf("queued").spec, { runtimeRef: { name: "torch" }, suspend: true });
    assert.equal(stateOf("queued").journal, undefined);
  });

  it("are written again where somebody else writes meanwhile, and need nothing more where they are deleted", async () => {
    let touched = 0;
    cluster.onWrite = ({ method, url }) => {
      const job = cluster.jobs.get("queued");
      if (job !== undefined && url.includes("/queued") && touched++ < 4) {
        const resourceVersion = String(Number(job.metadata.resourceVersion) + 1);
        cluster.jobs.set("queued", { ...job, metadata: { ...job.metadata, resourceVersion } });
      }
      if (method === "PUT") {
        cluster.jobs.delete("plain");
      }
      return undefined;
    };
    await update("older", "newer");
    assert.deepEqual(stateOf("queued"), finished.queued);
  });

  it("are written again where a server that doesn't know the new fields yet has taken them", async () => {
    let old = 2;
    cluster.onWrite = ({ method }) => {
      if (method === "PUT" && old-- > 0) {
        cluster.live = older;
      }
      return undefined;
    };
    cluster.onWritten = () => {
      cluster.live = old < 2 ? newer : cluster.live;
      return undefined;
    };
    await update("older", "newer");
    assert.deepEqual(stateOf("queued"), finished.queued);
  });

  it("are named where they can't be written, and lose nothing", async () => {
    const message = 'admission webhook "validator.trainjob" denied the request';
    const denied: Reply = { status: 403, body: { kind: "Status", reason: "Forbidden", message } };
    const isError = (error: unknown) =>
      error instanceof UserError &&
      error.message.includes(`TrainJob team-a/queued failed: ${message}`) &&
      error.message.includes("Nothing is lost");
    cluster.onWrite = ({ url }) => (url.includes("/queued") ? denied : undefined);
    await assert.rejects(update("older", "newer"), isError);
    assert.equal(cluster.live, older);
    cluster.onWrite = ({ method, url }) => (method === "PUT" && url.includes("/queued") ? denied : undefined);
    await assert.rejects(update("older", "newer"), isError);
    assert.match(textOf(stateOf("queued").journal), /"podTemplateOverrides":\[/);
  });

  it("are announced in a preview, with what can't be kept, and nothing is written", async () => {
    await update("older", "newer", true);
    const conversion = "spec.podTemplateOverrides, spec.labels, spec.annotations → spec.runtimePatches";
    assert.deepEqual(said.splice(0), [`info: ${name}: 1 TrainJob is converted (${conversion})`]);
    const secure = { spec: { template: { spec: { securityContext: { runAsUser: 1 } } } } };
    const template = { spec: { replicatedJobs: [{ name: "node", template: secure }] } };
    const runtimePatches = [{ manager: "a.example/x", trainingRuntimeSpec: { template } }];
    cluster.live = newer;
    const job = trainJob("queued", { runtimePatches, activeDeadlineSeconds: 3 });
    cluster.jobs.set("queued", { ...job, status: { trainerStatus: {} } });
    await update("newer", "older", true);
    const where =
      "spec.runtimePatches[].trainingRuntimeSpec.template.spec.replicatedJobs[].template.spec.template.spec";
    assert.deepEqual(said, [
      `info: ${name}: spec.activeDeadlineSeconds is lost, as the definition has it no more: TrainJob team-a/queued`,
      `info: ${name}: ${where}.securityContext is lost, as the definition has it no more: TrainJob team-a/queued`,
    ]);
    assert.ok(server.received.every(({ method }) => method === "GET"));
  });
});
