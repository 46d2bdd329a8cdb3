import * as assert from "node:assert/strict";
import { cores, gibibytes, plain } from "./quantity";

describe("quantities", () => {
  it("are in the form that Kubernetes gives back", () => {
    const written = [cores(2), cores(0.5), cores(1.25), cores(2000), plain(0), plain(8), plain(1000)];
    assert.deepEqual(written, ["2", "500m", "1250m", "2k", "0", "8", "1k"]);
    assert.deepEqual([1, 0.5, 0.25, 1.5, 10, 1024, 1536, 0].map(gibibytes), [
      "1Gi",
      "512Mi",
      "256Mi",
      "1536Mi",
      "10Gi",
      "1Ti",
      "1536Gi",
      "0",
    ]);
  });
});
