import * as assert from "node:assert/strict";
import { cpuPool, platformFixture } from "../testing";
import { place } from "./placement";

const platform = platformFixture;

describe("place", () => {
  it("takes any node where no pool is named", () => {
    assert.deepEqual(place("job", { resources: { cpu: 0.5, memoryGiB: 1 }, platform }), {
      pod: {},
      resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "500m", memory: "1Gi" } },
      accelerators: 0,
    });
  });

  it("selects a pool's nodes, tolerates its taints and takes one accelerator", () => {
    const amounts = { cpu: "4", memory: "16Gi", "nvidia.com/gpu": "1" };
    assert.deepEqual(place("job", { resources: { cpu: 4, memoryGiB: 16 }, pool: "gpu", platform }), {
      pod: {
        nodeSelector: { "example.com/pool": "gpu" },
        tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      },
      resources: { requests: amounts, limits: amounts },
      accelerators: 1,
    });
  });

  it("tolerates a taint with a value by that value", () => {
    const tainted = { ...cpuPool, taints: [{ key: "team", value: "vision", effect: "NoExecute" as const }] };
    const { pod } = place("job", {
      resources: { cpu: 1, memoryGiB: 1 },
      pool: "cpu",
      platform: { ...platformFixture, nodePools: [tainted] },
    });
    assert.deepEqual(pod.tolerations, [
      { key: "team", operator: "Equal", value: "vision", effect: "NoExecute" },
    ]);
  });

  it("gives no accelerator where 0 are asked for", () => {
    const placement = place("job", {
      resources: { cpu: 1, memoryGiB: 1, accelerators: 0 },
      pool: "gpu",
      platform,
    });
    assert.deepEqual(placement.resources.limits, { cpu: "1", memory: "1Gi" });
  });

  it("names the pools where there is no such pool", () => {
    assert.throws(
      () => place("job", { resources: { cpu: 1, memoryGiB: 1 }, pool: "tpu", platform }),
      /^UserError: job: there is no node pool "tpu"; the pools are cpu, gpu \(4 NVIDIA-A10G\)/,
    );
  });

  const refused = [
    {
      what: "accelerators without a pool",
      accelerators: 1,
      pool: undefined,
      message: /without naming a pool/,
    },
    { what: "accelerators of a pool without any", accelerators: 1, pool: "cpu", message: /which has none/ },
    { what: "more than a node has", accelerators: 8, pool: "gpu", message: /a node of pool "gpu" has 4/ },
  ];
  for (const { what, accelerators, pool, message } of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => place("job", { resources: { cpu: 1, memoryGiB: 1, accelerators }, pool, platform }),
        message,
      );
    });
  }
});
