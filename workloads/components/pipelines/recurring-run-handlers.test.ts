import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseJson, type JsonObject } from "../../../plugin";
import type { TestServer } from "../../../kube/testing/api-server";
import { recurringRunHandlers } from "./recurring-run-handlers";
import { recurringRunBody } from "./recurring-run-spec";
import { PipelinesApi } from "./testing/pipelines-api";

const inputs: JsonObject = {
  namespace: "team-a",
  pipelineId: "0f0f-1",
  versionId: "0f0f-2",
  displayName: "nightly",
  description: "Every night.",
  experiment: "nights",
  schedule: { cron: "0 30 2 * * *", start: "2026-01-31T00:00:00Z", end: "2027-01-31T00:00:00Z" },
  parameters: { rows: 100, name: "[[ScheduledTime]]", sizes: [1, 2], fast: true, rest: { a: 1 } },
  pipelineRoot: "s3://artifacts/team-a/pipelines/nightly",
  serviceAccount: "default-editor",
  maxConcurrency: 2,
  catchUp: false,
  enabled: true,
};

describe("recurringRunBody", () => {
  it("is what the API's own client takes (compiler/test_recurring_run_body.py)", () => {
    const file = path.join(__dirname, "testing", "recurring-run.json");
    assert.deepEqual(recurringRunBody(inputs, "e-1"), parseJson(fs.readFileSync(file, "utf8")));
  });

  it("leaves out what is not said", () => {
    const few = {
      ...inputs,
      description: "",
      pipelineRoot: "",
      schedule: { everySeconds: 60 },
      enabled: false,
      catchUp: true,
    };
    const body = recurringRunBody({ ...few, parameters: {} }, "e-1");
    assert.ok(!("description" in body));
    assert.deepEqual(
      [body.runtime_config, body.trigger, body.mode, body.no_catchup],
      [{ parameters: {} }, { periodic_schedule: { interval_second: "60" } }, "DISABLE", false],
    );
  });
});

describe("recurring run", () => {
  let api: PipelinesApi;
  let server: TestServer;
  const handlers = recurringRunHandlers(() => ({
    cluster: server.client(),
    dashboard: server.url,
    dial: () => Promise.reject(new Error("nobody dials: the dashboard has an address of its own")),
  }));
  const request = {
    urn: "urn",
    type: "kubeflow-workloads:pipelines:RecurringRun",
    name: "nightly",
    log: () => undefined,
    signal: new AbortController().signal,
    preview: false,
    timeoutSeconds: undefined,
  };
  const create = async (of = inputs) => handlers.create({ ...request, inputs: of });
  const read = (id: string, known: JsonObject | undefined = inputs) =>
    handlers.read?.({ ...request, id, inputs: known, state: {} });

  beforeEach(async () => {
    api = new PipelinesApi();
    server = await api.start();
  });
  afterEach(() => server.stop());

  it("is made in an experiment that is made once", async () => {
    const first = await create();
    assert.deepEqual(first, { id: "recurringruns-2", outputs: inputs });
    assert.deepEqual(api.asked, ["GET /experiments", "POST /experiments", "POST /recurringruns"]);
    assert.equal((await create()).id, "recurringruns-3");
    assert.equal(api.experiments.size, 1);
    assert.equal(api.runs.get("recurringruns-3")?.experiment_id, "experiments-1");
  });

  it("asks nobody in a preview", async () => {
    await handlers.create({ ...request, inputs, preview: true });
    assert.deepEqual(server.received, []);
  });

  it("asks for a token of the tenant's account each time, for Kubeflow Pipelines alone", async () => {
    await create();
    const [token] = server.received;
    assert.equal(token?.url, "/api/v1/namespaces/team-a/serviceaccounts/default-editor/token");
    assert.deepEqual(token.body, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences: ["pipelines.kubeflow.org"], expirationSeconds: 600 },
    });
  });

  it("is found by a refresh as it was made, and as somebody switched it", async () => {
    const { id } = await create();
    assert.deepEqual(await read(id), { id, inputs, outputs: inputs });
    const periodic = {
      ...inputs,
      schedule: { everySeconds: 60 },
      parameters: {},
      description: "",
      pipelineRoot: "",
    };
    const other = await create(periodic);
    assert.deepEqual((await read(other.id, periodic))?.inputs, periodic);
    const found = api.runs.get(id) ?? assert.fail();
    api.runs.set(id, { ...found, status: "DISABLED" });
    assert.deepEqual((await read(id))?.inputs, { ...inputs, enabled: false });
    api.runs.delete(id);
    assert.equal(await read(id), undefined);
  });

  it("is imported by namespace and id, and by nothing else", async () => {
    const { id } = await create();
    const imported = await handlers.read?.({ ...request, id: `team-a/${id}`, inputs: undefined, state: {} });
    assert.deepEqual(imported, { id, inputs, outputs: inputs });
    await assert.rejects(
      async () => handlers.read?.({ ...request, id, inputs: undefined, state: {} }),
      /is not <namespace>\/<id of the recurring run>/,
    );
  });

  it("is switched off and on in place; every other change makes a new one, before the old one goes", async () => {
    const { id } = await create();
    const news = { ...inputs, enabled: false, maxConcurrency: 3 };
    const old = { ...request, id, oldInputs: inputs, oldState: inputs };
    const diff = await handlers.diff?.({ ...old, news });
    assert.notEqual(diff?.deleteBeforeReplace, true);
    assert.deepEqual(
      diff?.changes.map(({ path: at, replace }) => [at, replace]),
      [
        ["maxConcurrency", true],
        ["enabled", false],
      ],
    );
    await handlers.update?.({ ...old, news: { ...inputs, enabled: false } });
    assert.equal(api.runs.get(id)?.status, "DISABLED");
    await handlers.update?.({ ...old, news: inputs });
    assert.equal(api.runs.get(id)?.status, "ENABLED");
  });

  it("is deleted, and that it is gone already is no mistake", async () => {
    const { id } = await create();
    for (let time = 0; time < 2; time++) {
      await handlers.delete?.({ ...request, id, inputs, state: inputs });
      assert.equal(api.runs.size, 0);
    }
  });

  it("hands on why the API refuses", async () => {
    await assert.rejects(
      create({ ...inputs, maxConcurrency: 11 }),
      /answered 400: Max concurrency .* Received 11/,
    );
    api.experiments.set("e", { experiment_id: "e", display_name: "old", storage_state: "ARCHIVED" });
    await assert.rejects(create({ ...inputs, experiment: "old" }), /experiment "old" of team-a is archived/);
  });
});
