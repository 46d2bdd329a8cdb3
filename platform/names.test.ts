import assert from "node:assert/strict";
import { findRelease, foldersOf, isIn, type Span } from "../manifests";
import { nameIn } from "./names";

const spans: readonly Span[] = [{}, { since: "26.03" }, { until: "26.03" }, { since: "26.03.1-rc.2" }];

describe("what differs between releases", () => {
  it("counts both ends of a span, and all releases where none is named", () => {
    assert.deepEqual(
      spans.map((span) => [isIn("26.03", span), isIn("26.03.1-rc.2", span)]),
      [
        [true, true],
        [true, true],
        [true, false],
        [false, true],
      ],
    );
  });

  it("finds a folder of the first release where another has it, in several parts too", () => {
    const certManager = "common/cert-manager/overlays/kubeflow";
    assert.deepEqual(foldersOf("26.03", certManager), [certManager]);
    assert.deepEqual(foldersOf("26.03.1-rc.2", certManager), ["common/cert-manager/base", certManager]);
    assert.throws(() => findRelease("26.03.1-rc.3"), /did you mean 26\.03\.1-rc\.2\?/);
  });

  it("calls a thing by the name that it has in a release", () => {
    assert.equal(nameIn("26.03", "dashboard"), "centraldashboard");
    assert.equal(nameIn("26.03.1-rc.2", "dashboard"), "dashboard");
  });
});
