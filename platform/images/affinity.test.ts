import assert from "node:assert/strict";
import type { ImageLock, Manifest } from "../../manifests";
import { respectArchitectures } from "./affinity";
import { architecturesOf } from "./architectures";

const onlyAmd64 = "ghcr.io/kubeflow/kfp-frontend:2.16.0";
const forBoth = "ghcr.io/kubeflow/katib/katib-ui:v0.19.0";
const amd64Expression = { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] };

const required = (...nodeSelectorTerms: object[]) => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
});

function lockOf(reference: string, ...platforms: string[]): ImageLock {
  const line = {
    digest: `sha256:${"a".repeat(64)}`,
    platforms,
    resolvedAt: "2026-11-25T12:00:00Z",
    from: "r.example",
  };
  return { version: 1, images: { [reference]: line } };
}

function deployment(pod: Record<string, unknown>): Manifest {
  const spec = JSON.stringify({ template: { spec: pod } });
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", namespace: "n" },
    spec: JSON.parse(spec) as Manifest["spec"],
  };
}

describe("architecturesOf", () => {
  it("is what all images have in common", () => {
    assert.deepEqual(architecturesOf([forBoth]), ["amd64", "arm64"]);
    assert.deepEqual(architecturesOf([forBoth, onlyAmd64]), ["amd64"]);
    assert.deepEqual(architecturesOf([]), ["amd64", "arm64"]);
  });

  it("is amd64 for images that nobody knows, or whose other tag is known", () => {
    for (const reference of ["r.example/own:1", "ghcr.io/kubeflow/katib/katib-ui:v9", "$IMAGE", "mysql"]) {
      assert.deepEqual(architecturesOf([reference, forBoth]), ["amd64"]);
    }
  });

  it("believes the lock rather than the table", () => {
    assert.deepEqual(architecturesOf([onlyAmd64], lockOf(onlyAmd64, "linux/amd64", "linux/arm64")), [
      "amd64",
      "arm64",
    ]);
    assert.deepEqual(architecturesOf([forBoth], lockOf(forBoth, "linux/amd64", "windows/arm64")), ["amd64"]);
    assert.deepEqual(architecturesOf(["r.example/own"], lockOf("r.example/own:latest", "linux/arm64")), [
      "arm64",
    ]);
  });

  it("refuses images that no node runs together", () => {
    const lock = lockOf("r.example/arm:1", "linux/arm64");
    assert.throws(
      () => architecturesOf(["r.example/arm:1", onlyAmd64], lock),
      /no architecture has images of all of/,
    );
  });
});

describe("respectArchitectures", () => {
  const respect = respectArchitectures();

  it("leaves pods alone that run anywhere", () => {
    const manifest = deployment({ containers: [{ name: "c", image: forBoth }] });
    assert.deepEqual(respect(manifest), manifest);
  });

  it("looks at init containers too", () => {
    const pod = {
      initContainers: [{ name: "i", image: onlyAmd64 }],
      containers: [{ name: "c", image: forBoth }],
    };
    assert.deepEqual(
      respect(deployment(pod)),
      deployment({ ...pod, affinity: required({ matchExpressions: [amd64Expression] }) }),
    );
  });

  it("adds to every term of an affinity that is there, and keeps the rest", () => {
    const zone = { key: "topology.kubernetes.io/zone", operator: "In", values: ["a"] };
    const field = { key: "metadata.name", operator: "In", values: ["node"] };
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }] };
    const containers = [{ name: "c", image: onlyAmd64 }];
    const before = required({ matchExpressions: [zone] }, { matchFields: [field] });
    const after = required(
      { matchExpressions: [zone, amd64Expression] },
      { matchFields: [field], matchExpressions: [amd64Expression] },
    );
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [] };
    assert.deepEqual(
      respect(
        deployment({
          containers,
          affinity: { podAntiAffinity, nodeAffinity: { ...before.nodeAffinity, ...preferred } },
        }),
      ),
      deployment({
        containers,
        affinity: { podAntiAffinity, nodeAffinity: { ...after.nodeAffinity, ...preferred } },
      }),
    );
  });

  it("reaches runtimes: of serving with their workers, of training inside replicated jobs", () => {
    const pod = { containers: [{ name: "c", image: onlyAmd64 }] };
    const bound = { ...pod, affinity: required({ matchExpressions: [amd64Expression] }) };
    const serving = {
      apiVersion: "serving.kserve.io/v1alpha1",
      kind: "ClusterServingRuntime",
      metadata: { name: "r" },
    };
    assert.deepEqual(respect({ ...serving, spec: { ...pod, workerSpec: pod } })?.spec, {
      ...bound,
      workerSpec: bound,
    });
    const training = {
      apiVersion: "trainer.kubeflow.org/v1alpha1",
      kind: "ClusterTrainingRuntime",
      metadata: { name: "r" },
    };
    const jobs = (spec: object) => [{ name: "node", template: { spec: { template: { spec } } } }];
    assert.deepEqual(
      respect({
        ...training,
        spec: { template: { spec: { replicatedJobs: JSON.parse(JSON.stringify(jobs(pod))) as [] } } },
      })?.spec,
      { template: { spec: { replicatedJobs: jobs(bound) } } },
    );
  });

  it("refuses a selector for nodes that the images don't run on, and keeps one that they do", () => {
    const pod = (arch: string) =>
      deployment({
        containers: [{ name: "c", image: onlyAmd64 }],
        nodeSelector: { "kubernetes.io/arch": arch },
      });
    assert.throws(
      () => respect(pod("arm64")),
      /Deployment\/n\/d asks for nodes of arm64, but its images are for amd64/,
    );
    assert.deepEqual(respect(pod("amd64")), pod("amd64"));
  });
});
