import assert from "node:assert/strict";
import * as fc from "fast-check";
import { mapImage, mapImages } from "./images";

const map = {
  registries: {
    "docker.io": "123456789012.dkr.example/docker-hub",
    "ghcr.io": "123456789012.dkr.example/github",
    "ghcr.io/kubeflow": "mirror.example/kf",
  },
};

describe("mapImage", () => {
  for (const [from, to] of [
    ["mysql:8.4", "123456789012.dkr.example/docker-hub/library/mysql:8.4"],
    ["chrislusf/seaweedfs:4.00", "123456789012.dkr.example/docker-hub/chrislusf/seaweedfs:4.00"],
    ["ghcr.io/dexidp/dex:v2.45.0", "123456789012.dkr.example/github/dexidp/dex:v2.45.0"],
    ["quay.io/argoproj/argocli@sha256:00", "quay.io/argoproj/argocli@sha256:00"],
    ["localhost:5000/own:1", "localhost:5000/own:1"],
    ["ghcr.io.evil.example/x:1", "ghcr.io.evil.example/x:1"],
  ] as const) {
    it(`sends ${from} to ${to}`, () => {
      assert.equal(mapImage(from, map), to);
    });
  }

  it("prefers the longest prefix", () => {
    const transform = mapImages(map);
    const result = transform({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { containers: [{ name: "c", image: "ghcr.io/kubeflow/trainer:v2" }] },
    });
    assert.deepEqual(result?.spec, { containers: [{ name: "c", image: "mirror.example/kf/trainer:v2" }] });
  });

  it("changes nothing without a map", () => {
    fc.assert(
      fc.property(fc.string(), (reference) => {
        assert.equal(mapImage(reference, { registries: {} }), reference);
      }),
    );
  });
});

describe("mapImages", () => {
  it("reaches pod templates at any depth, init containers too", () => {
    const result = mapImages(map)({
      apiVersion: "trainer.kubeflow.org/v1alpha1",
      kind: "ClusterTrainingRuntime",
      metadata: { name: "r" },
      spec: {
        jobs: [
          { template: { spec: { initContainers: [{ image: "busybox" }], other: [{ image: "kept" }] } } },
        ],
      },
    });
    assert.deepEqual(result?.spec, {
      jobs: [
        {
          template: {
            spec: {
              initContainers: [{ image: "123456789012.dkr.example/docker-hub/library/busybox" }],
              other: [{ image: "kept" }],
            },
          },
        },
      ],
    });
  });
});
