import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { UserError } from "../../config/errors";
import { cpuPool, gpuPool, platformFixture } from "../testing";
import { withEfa } from "./efa";
import { place } from "./placement";

const platform = {
  ...platformFixture,
  addons: ["efaDevicePlugin"],
  nodePools: [cpuPool, { ...gpuPool, efa: true }],
};
const args = { pool: "gpu", resources: { cpu: 8, memoryGiB: 32, accelerators: 4 }, platform };

describe("withEfa", () => {
  it("asks for adapters beside the rest, and says how NCCL uses them", () => {
    const { resources, adapters, variables } = withEfa("x", place("x", args), { ...args, efa: 4 }, platform);
    const amounts = { cpu: "8", memory: "32Gi", "nvidia.com/gpu": "4", "vpc.amazonaws.com/efa": "4" };
    assert.deepEqual(resources, { requests: amounts, limits: amounts });
    assert.equal(adapters, 4);
    assert.deepEqual(variables, {
      FI_EFA_FORK_SAFE: "1",
      FI_EFA_USE_DEVICE_RDMA: "1",
      FI_EFA_USE_HUGE_PAGE: "0",
      FI_PROVIDER: "efa",
      NCCL_SOCKET_IFNAME: "^lo,docker,veth",
    });
  });

  it("changes nothing where none are asked for, whatever the pool", () => {
    const placement = place("x", { ...args, pool: "gpu" });
    for (const efa of [undefined, false, 0]) {
      assert.deepEqual(withEfa("x", placement, { efa, pool: "cpu" }, platformFixture), {
        ...placement,
        adapters: 0,
        variables: {},
      });
    }
    assert.equal(withEfa("x", placement, { efa: true, pool: "gpu" }, platform).adapters, 1);
  });

  it("takes whole numbers only", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer()), (efa) => {
        const make = () => withEfa("x", place("x", args), { efa, pool: "gpu" }, platform).adapters;
        if (Number.isSafeInteger(efa) && efa >= 0) {
          assert.equal(make(), efa);
        } else {
          assert.throws(make, UserError);
        }
      }),
    );
  });

  it("refuses pools without adapters, naming those with, and a platform that offers none", () => {
    const placement = place("x", args);
    assert.throws(
      () => withEfa("x", placement, { efa: 1, pool: "cpu" }, platform),
      /"cpu", which has no.*: gpu$/m,
    );
    assert.throws(() => withEfa("x", placement, { efa: 1 }, platform), /without naming a pool/);
    const without = { ...platform, addons: [] };
    assert.throws(() => withEfa("x", placement, { efa: 1, pool: "gpu" }, without), /no device plugin/);
  });
});
