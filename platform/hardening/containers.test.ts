import assert from "node:assert/strict";
import type { JsonObject } from "../../manifests";
import { hardenContainer } from "./containers";
import { type ContainerRow, nobody, nothing } from "./row";

describe("hardenContainer", () => {
  const row: ContainerRow = {
    size: "proxy",
    user: nobody,
    writes: nothing,
    token: false,
    environment: { HOME: "/tmp" },
    source: "a test",
  };
  const envOf = (env: readonly JsonObject[]) =>
    hardenContainer({ name: "web", env: [...env] }, row, "container web").container.env;

  it("sets variables of a row behind upstream's", () => {
    const other = { name: "A", value: "1" };
    assert.deepEqual(envOf([other]), [other, { name: "HOME", value: "/tmp" }]);
    assert.deepEqual(envOf([]), [{ name: "HOME", value: "/tmp" }]);
  });

  it("refuses a variable that the release sets by now", () => {
    assert.throws(() => envOf([{ name: "HOME", value: "/x" }]), /container web has HOME in this release/);
  });
});
