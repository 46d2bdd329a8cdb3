import assert from "node:assert/strict";
import { type Installed, installedOf, upgradeOf, type Versions } from "./versions";

const wanted: Versions = { kubeflow: "26.03.1-rc.2", kubernetes: undefined, charts: { kueue: "0.19.0" } };

function installed(some: Partial<Installed>): Installed {
  return { kubeflow: "26.03", begun: "26.03", kubernetes: undefined, charts: {}, ...some };
}

describe("upgradeOf", () => {
  it("finds nothing where nothing differs, and where nothing is there yet", () => {
    const same = installed({ kubeflow: "26.03.1-rc.2", begun: "26.03.1-rc.2", charts: { kueue: "0.19.0" } });
    assert.equal(upgradeOf(same, wanted), undefined);
    assert.equal(upgradeOf(installed({ kubeflow: undefined, begun: "26.03" }), wanted), undefined);
    assert.equal(upgradeOf(installedOf(undefined, undefined), wanted), undefined);
  });

  it("tells a step forward from a step back, by the order of releases", () => {
    const step = { what: "Kubeflow", from: "26.03", to: "26.03.1-rc.2", direction: "forward" };
    assert.deepEqual(upgradeOf(installed({}), wanted), { steps: [step] });
    const back = upgradeOf(installed({ kubeflow: "26.03.1", begun: "26.03.1" }), wanted);
    assert.deepEqual(back, { steps: [{ ...step, from: "26.03.1", direction: "back" }] });
  });

  it("has Kubernetes' minor versions and charts too, those of charts that are still installed alone", () => {
    const before = installed({
      kubeflow: "26.03.1-rc.2",
      begun: undefined,
      kubernetes: "1.9",
      charts: { kueue: "0.20.1", gone: "1.0.0" },
    });
    assert.deepEqual(upgradeOf(before, { ...wanted, kubernetes: "1.10" }), {
      steps: [
        { what: "Kubernetes", from: "1.9", to: "1.10", direction: "forward" },
        { what: "kueue", from: "0.20.1", to: "0.19.0", direction: "back" },
      ],
    });
  });

  it("knows of a run that was stopped halfway, whichever way it goes on", () => {
    const stopped = { from: "26.03", to: "26.03.1-rc.2" };
    const half = installed({ begun: "26.03.1-rc.2" });
    assert.deepEqual(upgradeOf(half, wanted)?.stopped, stopped);
    assert.deepEqual(upgradeOf(half, { ...wanted, kubeflow: "26.03" }), { steps: [], stopped });
  });
});

describe("installedOf", () => {
  it("reads the outputs, the component's inputs, and charts; Kubernetes' version on AWS alone", () => {
    const platform = {
      outputs: { release: "26.03" },
      resources: [
        { urn: "a", type: "kubeflow:platform:Kubeflow", inputs: { release: "26.03.1-rc.2" } },
        { urn: "b", type: "kubernetes:helm.sh/v3:Release", inputs: { name: "kueue", version: "0.19.0" } },
        { urn: "c", type: "kubernetes:core/v1:Secret", inputs: { name: "x", version: "1" } },
      ],
    };
    const infra = (provider: string) => ({
      updated: undefined,
      resources: [],
      outputs: { provider, cluster: { kubernetesVersion: "1.35" } },
    });
    const expected = { kubeflow: "26.03", begun: "26.03.1-rc.2", charts: { kueue: "0.19.0" } };
    assert.deepEqual(installedOf(infra("aws"), platform), { ...expected, kubernetes: "1.35" });
    assert.deepEqual(installedOf(infra("local"), platform), { ...expected, kubernetes: undefined });
  });
});
