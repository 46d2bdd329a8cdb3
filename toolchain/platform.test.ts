import * as assert from "node:assert/strict";
import { currentPlatform } from "./platform";

describe("currentPlatform", () => {
  it("spells systems as Go does", () => {
    assert.deepEqual(currentPlatform("linux", "x64"), { os: "linux", arch: "amd64" });
    assert.deepEqual(currentPlatform("darwin", "arm64"), { os: "darwin", arch: "arm64" });
  });

  it("refuses what there are no tools for, naming it", () => {
    assert.throws(() => currentPlatform("win32", "x64"), /Linux or macOS .* this is win32 on x64/);
    assert.throws(() => currentPlatform("linux", "ia32"), /this is linux on ia32/);
  });
});
