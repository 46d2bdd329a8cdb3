import assert from "node:assert/strict";
import type { PartName } from "../part";
import { partNames, parts } from "../parts";
import { addons } from "./catalogue";
import { settings } from "./testing/settings";

/** All parts that one comes after, whatever environment asks. */
function earlierThan(name: PartName, seen = new Set<PartName>()): ReadonlySet<PartName> {
  const part = parts[name];
  const before = [...part.requires, ...(part.requiresHere?.(settings.prod) ?? []), ...(part.after ?? [])];
  for (const other of before.filter((one) => !seen.has(one))) {
    seen.add(other);
    earlierThan(other, seen);
  }
  return seen;
}

/** Definitions and roles alone: nothing that nodes are needed for. */
const podless: readonly PartName[] = ["istioCrds", "kubeflowRoles"];

describe("the order of the add-ons", () => {
  it("has everything else after Karpenter and its nodes, which so go last", () => {
    assert.equal(addons.karpenter.offersResources, true);
    assert.deepEqual(
      partNames.filter((name) => name !== "karpenter" && !earlierThan(name).has("karpenter")),
      podless,
    );
  });

  it("has the store of secrets before what reads secrets from it", () => {
    assert.equal(addons.externalSecrets.offersResources, true);
  });

  it("has definitions of monitors before charts that bring monitors", () => {
    for (const name of ["gpuMetrics", "loki", "alloy", "openCost", "keda", "velero"] as const) {
      assert.ok(earlierThan(name).has("prometheus"), name);
    }
  });

  it("has cert-manager before charts whose webhooks get their certificates from it", () => {
    for (const name of ["loadBalancerController", "prometheus"] as const) {
      assert.ok(earlierThan(name).has("certManager"), name);
    }
  });

  it("comes without a circle", () => {
    assert.deepEqual(
      partNames.filter((name) => earlierThan(name).has(name)),
      [],
    );
  });
});

describe("the add-ons of an environment by default", () => {
  const byDefault = (name: keyof typeof settings) =>
    Object.values(addons)
      .filter((addon) => addon.enabledByDefault(settings[name]))
      .map((addon) => addon.name)
      .sort();

  it("are, locally, those that have something to show without pods", () => {
    assert.deepEqual(byDefault("local"), ["kueue", "prometheus"]);
  });

  it("are device plugins and load balancers only where there is something for them", () => {
    const missing = byDefault("prod").filter((name) => !byDefault("dev").includes(name));
    assert.deepEqual(missing, [
      "efaDevicePlugin",
      "externalDns",
      "gpuDevicePlugin",
      "loadBalancerController",
    ]);
  });
});
