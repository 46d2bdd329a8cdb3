import assert from "node:assert/strict";
import * as fc from "fast-check";
import { imageParts, mapImage } from "../../images";
import { mapImages } from "./map";

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

const digest = `sha256:${"a".repeat(64)}`;

describe("a map with a mirror and digests", () => {
  const all = {
    ...map,
    mirror: "mirror.example/all",
    digests: new Map([
      ["docker.io/library/mysql:8.4", digest],
      ["gcr.io/a/b:latest", digest],
    ]),
  };

  for (const [from, to] of [
    ["mysql:8.4", `123456789012.dkr.example/docker-hub/library/mysql:8.4@${digest}`],
    ["docker.io/library/mysql:8.4", `123456789012.dkr.example/docker-hub/library/mysql:8.4@${digest}`],
    ["mysql:8.0", "123456789012.dkr.example/docker-hub/library/mysql:8.0"],
    ["gcr.io/a/b", `mirror.example/all/gcr.io/a/b@${digest}`],
    [`gcr.io/a/c@${digest}`, `mirror.example/all/gcr.io/a/c@${digest}`],
    ["localhost:5000/own:1", "mirror.example/all/localhost:5000/own:1"],
    ["mirror.example/all/gcr.io/a/b:2", "mirror.example/all/gcr.io/a/b:2"],
    ["$IMAGE", "$IMAGE"],
    ["/path/to/image", "/path/to/image"],
  ] as const) {
    it(`sends ${from} to ${to}`, () => {
      assert.equal(mapImage(from, all), to);
    });
  }

  it("keeps upstream's digest", () => {
    const other = `sha256:${"b".repeat(64)}`;
    assert.equal(
      mapImage(`mysql:8.4@${other}`, { registries: {}, digests: all.digests }),
      `mysql:8.4@${other}`,
    );
  });

  it("names images of some objects by tag alone", () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", namespace: "n" },
      spec: { containers: [{ name: "c", image: "mysql:8.4" }] },
    };
    const transform = mapImages({ registries: {}, digests: all.digests, tagOnly: new Set(["Pod/n/p"]) });
    assert.deepEqual(transform(pod), pod);
    assert.deepEqual(transform({ ...pod, metadata: { name: "q" } }), {
      ...pod,
      metadata: { name: "q" },
      spec: { containers: [{ name: "c", image: `docker.io/library/mysql:8.4@${digest}` }] },
    });
  });

  it("gives charts the parts", () => {
    assert.deepEqual(imageParts("mysql:8.4", all), {
      registry: "123456789012.dkr.example",
      repository: "docker-hub/library/mysql",
      tag: "8.4",
      digest,
    });
    assert.deepEqual(imageParts("quay.io/x/y:1", { registries: {} }), {
      registry: "quay.io",
      repository: "x/y",
      tag: "1",
    });
    assert.throws(() => imageParts("$IMAGE", all), /is not a reference/);
  });
});
