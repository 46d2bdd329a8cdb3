import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import type { InferenceServiceArgs } from "./inference-service-args";
import { serviceOf } from "./inference-service-spec";
import { deploymentStrategy, rolloutAnnotations } from "./rollout";
import { churn, modelArgs, ownPart, servingPlatform } from "./testing";

describe("checkService", () => {
  const program = { files: { "a.py": "" }, entrypoint: "a.py" };
  const withoutKnative = { ...servingPlatform, components: ["kserve"] };
  const refused: readonly [change: Partial<InferenceServiceArgs>, message: RegExp][] = [
    [{ platform: { ...servingPlatform, components: [] } }, /mode Standard needs the platform's kserve,/],
    [{ mode: "Knative", platform: withoutKnative }, /mode Knative needs the platform's knativeServing/],
    [{ mode: "Knative", timeoutSeconds: 601 }, /timeoutSeconds is 601; .* at most 600/],
    [{ timeoutSeconds: 0 }, /timeoutSeconds is 0/],
    [{ containerConcurrency: 1 }, /does nothing in mode Standard/],
    [{ mode: "Knative", containerConcurrency: 0.5 }, /containerConcurrency is 0.5/],
    [{ transformer: { ...ownPart, program, command: ["a"] } }, /both a program and a command/],
    [{ rollout: { durationSeconds: 1 } }, /rollout.durationSeconds does nothing in mode Standard/],
    [{ mode: "Knative", rollout: { strategy: "Recreate" } }, /rollout.strategy does nothing in mode Knative/],
    [{ mode: "Knative", rollout: { durationSeconds: 1.5 } }, /durationSeconds is 1.5/],
    [{ rollout: { maxSurgePercent: 0, maxUnavailablePercent: 0 } }, /gets nowhere/],
    [{ rollout: { maxSurgePercent: 101 } }, /101 percent more/],
    [{ rollout: { strategy: "Recreate", maxSurgePercent: 10 } }, /takes no percents/],
    [{ pool: "tpu" }, /there is no node pool "tpu"/],
  ];
  for (const [change, message] of refused) {
    it(`refuses ${String(message)}`, () => {
      assert.throws(
        () => churn(change),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });
  }

  it("refuses names that nothing can be called by", () => {
    assert.throws(() => serviceOf("Churn", modelArgs), /InferenceService "Churn": a name has/);
    const tenant = "t".repeat(40);
    const args = { ...modelArgs, tenant, storageUri: "pvc://a/b" };
    assert.throws(() => serviceOf("c".repeat(24), args), /of at most 63/);
    assert.equal(serviceOf("c".repeat(22), args).namespace, tenant);
  });
});

describe("deploymentStrategy", () => {
  it("leaves to KServe what is not said", () => {
    assert.equal(deploymentStrategy(), undefined);
    assert.deepEqual(rolloutAnnotations(), {});
    assert.deepEqual(deploymentStrategy({ strategy: "Recreate" }), { type: "Recreate" });
    assert.deepEqual(deploymentStrategy({ strategy: "RollingUpdate" }), {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
    });
  });
});
