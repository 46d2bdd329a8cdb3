import * as assert from "node:assert/strict";
import { amountText, resourceText, unitOf } from "./quantity";

describe("amounts for people", () => {
  it("has units and few digits", () => {
    assert.equal(amountText("requests.memory", 3 * 2 ** 29), "1.5");
    assert.equal(amountText("cpu", 0.1), "0.1");
    assert.equal(amountText("cpu", 1234.56), "1,234.6");
    assert.deepEqual(["memory", "requests.cpu", "requests.nvidia.com/gpu", "pods"].map(unitOf), [
      "GiB",
      "cores",
      "",
      "",
    ]);
    assert.deepEqual(["requests.nvidia.com/gpu", "cpu", "example.com/x"].map(resourceText), [
      "GPU",
      "CPU",
      "example.com/x",
    ]);
  });
});
