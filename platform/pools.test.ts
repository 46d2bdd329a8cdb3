import assert from "node:assert/strict";
import * as fc from "fast-check";
import { awsInfra, localInfra } from "./testing/settings";
import { acceleratedPools, affinityTo, agentTolerationsOf, tolerationsOf } from "./pools";

describe("acceleratedPools", () => {
  it("are those with accelerators, of a kind where one is named", () => {
    assert.deepEqual(
      acceleratedPools(awsInfra).map(({ name }) => name),
      ["gpu"],
    );
    assert.deepEqual(acceleratedPools(localInfra, "aws.amazon.com/neuron"), []);
  });
});

describe("tolerationsOf", () => {
  it("tolerates a taint with a value by that value, one without by its key", () => {
    assert.deepEqual(
      tolerationsOf([
        {
          taints: [
            { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" },
            { key: "team", effect: "NoExecute" },
          ],
        },
      ]),
      [
        { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" },
        { key: "team", operator: "Exists", effect: "NoExecute" },
      ],
    );
  });

  it("tolerates a taint whatever its value for an agent", () => {
    const valued = (value: string) => ({
      taints: [{ key: "nvidia.com/gpu", value, effect: "NoSchedule" as const }],
    });
    assert.deepEqual(agentTolerationsOf([valued("true"), valued("false")]), [
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
    ]);
  });

  it("names each taint once however many pools have it", () => {
    const taint = fc.record({
      key: fc.constantFrom("a", "b"),
      value: fc.constantFrom("x", "y"),
      effect: fc.constantFrom("NoSchedule" as const, "NoExecute" as const),
    });
    fc.assert(
      fc.property(fc.array(fc.record({ taints: fc.array(taint) })), (pools) => {
        const distinct = new Set(
          pools.flatMap(({ taints }) => taints).map(({ key, value, effect }) => `${key}=${value}:${effect}`),
        );
        const tolerated = tolerationsOf(pools).map((toleration) => {
          assert.ok(toleration.operator === "Equal");
          return `${toleration.key}=${toleration.value}:${toleration.effect}`;
        });
        assert.deepEqual([...tolerated].sort(), [...distinct].sort());
      }),
    );
  });
});

describe("affinityTo", () => {
  it("takes nodes of any of the pools and no others", () => {
    assert.deepEqual(affinityTo([{ name: "gpu" }, { name: "gpu-spot" }]), {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "kubeflow-on-aws/pool", operator: "In", values: ["gpu", "gpu-spot"] },
              ],
            },
          ],
        },
      },
    });
  });
});
