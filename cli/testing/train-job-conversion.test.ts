import assert from "node:assert/strict";
import type { Conversion } from "../../manifests";
import { compareDefinition, conversionsOf } from "../../manifests";
import type { KubeObject } from "../../kube/object";
import { parseJson, objectOf, type JsonObject } from "../../plugin/json";
import { type RuntimeChange, runtimeChange } from "../../workloads/components/training/trainer-version";

/** A definition of TrainJobs with these fields. */
function definition(fields: readonly string[]): KubeObject {
  const properties = Object.fromEntries(fields.map((field) => [field, { type: "object" }]));
  const spec = { type: "object", properties };
  const schema = { openAPIV3Schema: { type: "object", properties: { spec } } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "trainjobs.trainer.kubeflow.org" },
    spec: {
      names: { kind: "TrainJob" },
      versions: [{ name: "v1alpha1", served: true, storage: true, schema }],
    },
  };
}

const older = definition(["podTemplateOverrides", "labels", "annotations"]);
const newer = definition(["runtimePatches"]);

/** The fields of a TrainJob of this project that was converted. */
function converted(spec: RuntimeChange, [conversion, ...others]: readonly Conversion[]): JsonObject {
  assert.ok(conversion !== undefined && others.length === 0);
  const metadata = { name: "t" };
  const job = { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "TrainJob", metadata };
  const saved = conversion.save({ ...job, spec: parseJson(JSON.stringify(spec)) }) ?? assert.fail();
  return objectOf(conversion.restore({ ...job, spec: {} }, saved).spec);
}

/** Workloads and the platform know nothing of each other: here is who holds them together. */
describe("a TrainJob of this project that an upgrade converts", () => {
  const change = {
    jobs: ["launcher", "node"],
    metadata: { labels: { a: "1" }, annotations: {} },
    spec: { volumes: [], containers: [{ name: "node", volumeMounts: [{ name: "v", mountPath: "/v" }] }] },
  };
  const some: readonly Readonly<Record<string, string>>[] = [{ "kueue.x-k8s.io/queue-name": "default" }, {}];
  for (const labels of some) {
    it(`is what the next up of workloads writes, there and back, with ${Object.keys(labels).length} labels`, () => {
      const before = runtimeChange({ release: "26.03" }, labels, change);
      const after = runtimeChange({ release: "26.03.1-rc.2" }, labels, change);
      assert.deepEqual(converted(before, conversionsOf(compareDefinition(older, newer))), after);
      assert.deepEqual(converted(after, conversionsOf(compareDefinition(newer, older))), before);
    });
  }
});
