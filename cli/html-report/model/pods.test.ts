import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import type { JsonObject } from "../../../plugin/json";
import { object } from "../testing/cluster";
import { added, type Amounts, requestsOf } from "./pods";
import { stateOf } from "./workload-kinds";

const asking = (cpu: number, more: JsonObject = {}): JsonObject => ({
  name: "c",
  ...more,
  resources: { requests: { cpu: `${cpu}m` } },
});
const always = { restartPolicy: "Always" };

function requests(initContainers: JsonObject[], containers: JsonObject[]): number {
  const spec = { initContainers, containers };
  return Math.round((requestsOf(object("Pod", "n/p", { spec })).cpu ?? 0) * 1000);
}

describe("requestsOf", () => {
  it("is what runs at once, or the greediest step before", () => {
    assert.equal(requests([], [asking(100), asking(200)]), 300);
    assert.equal(requests([asking(500), asking(50)], [asking(100)]), 500);
  });

  it("counts sidecars with the steps after them and with the containers", () => {
    assert.equal(requests([asking(100, always), asking(500)], [asking(50)]), 600);
    assert.equal(requests([asking(500), asking(100, always)], [asking(450)]), 550);
    assert.equal(requests([asking(100, always), asking(200, always)], []), 300);
  });

  it("is never less than what any container asks for, nor more than all together", () => {
    const some = fc.array(fc.record({ cpu: fc.nat(5000), isSidecar: fc.boolean() }), { maxLength: 5 });
    fc.assert(
      fc.property(some, fc.array(fc.nat(5000), { maxLength: 5 }), (steps, containers) => {
        const total = requests(
          steps.map(({ cpu, isSidecar }) => asking(cpu, isSidecar ? always : {})),
          containers.map((cpu) => asking(cpu)),
        );
        const all = [...steps.map(({ cpu }) => cpu), ...containers];
        assert.ok(total >= Math.max(0, ...all));
        assert.ok(total <= all.reduce((sum, cpu) => sum + cpu, 0));
      }),
    );
  });

  it("adds amounts in any order", () => {
    const amounts: fc.Arbitrary<Amounts> = fc.dictionary(
      fc.constantFrom("cpu", "memory", "pods"),
      fc.nat(1000),
    );
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const read = (x: Amounts): readonly number[] => ["cpu", "memory", "pods"].map((name) => x[name] ?? 0);
        assert.deepEqual(read(added(a, b)), read(added(b, a)));
        assert.deepEqual(read(added(a, {})), read(a));
      }),
    );
  });
});

describe("stateOf", () => {
  const conditions = (...types: readonly string[]) => ({
    conditions: types.map((type) => ({ type, status: "True" })),
  });

  it("reads conditions, phases and marks, what is over first", () => {
    const words = [
      object("TFJob", "n/a", { status: conditions("Created", "Running", "Succeeded") }),
      object("PyTorchJob", "n/a", { status: conditions("Created", "Running") }),
      object("TrainJob", "n/a", { status: conditions("Suspended") }),
      object("TrainJob", "n/a", { status: conditions("Created") }),
      object("InferenceService", "n/a", { status: { conditions: [{ type: "Ready", status: "False" }] } }),
      object("Workflow", "n/a", { status: { phase: "Error" } }),
      object("SparkApplication", "n/a", { status: { applicationState: { state: "COMPLETED" } } }),
      object("ScheduledWorkflow", "n/a", { spec: { enabled: false } }),
      object("Notebook", "n/a", { metadata: { annotations: { "kubeflow-resource-stopped": "2026" } } }),
      object("Notebook", "n/a"),
    ].map((one) => stateOf(one).word);
    assert.deepEqual(words, [
      "succeeded",
      "running",
      "suspended",
      "waiting",
      "waiting",
      "failed",
      "succeeded",
      "suspended",
      "stopped",
      "no status",
    ]);
  });
});
