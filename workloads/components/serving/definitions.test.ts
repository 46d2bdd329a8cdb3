import assert from "node:assert/strict";
import { assertAccepted, skipWithoutDefinitions } from "../../testing/crds";
import { accessPolicies } from "./access";
import { alertRules } from "./alerts";
import type { InferenceServiceArgs } from "./inference-service-args";
import { inferenceServicesOf } from "./inference-service";
import { rateLimits } from "./rate-limit";
import { churn, ownPart } from "./testing";
import { virtualServices } from "./traffic";

const program = { files: { "serve.py": "" }, entrypoint: "serve.py" };

/** Settings that together have every field which is ever written. */
const settings: Readonly<Record<string, Partial<InferenceServiceArgs>>> = {
  "the least": {},
  "a Standard one with everything": {
    canary: { percent: 10, predictor: { kind: "custom", image: "docker.io/team/model:1", program } },
    minReplicas: 2,
    maxReplicas: 4,
    scale: { metric: "memory", target: 70 },
    timeoutSeconds: 20,
    rollout: { maxUnavailablePercent: 0 },
    logRequests: "response",
    transformer: { ...ownPart, program, metricsPath: "/metrics" },
    explainer: { ...ownPart, command: ["explain"] },
    callers: [{ groups: ["science"], users: ["ada@example.com"], namespaces: ["team-a"] }],
    rateLimit: { requestsPerSecond: 0.5 },
    alerts: { errorRatePercent: 1, latencyP99Seconds: 2, unavailableMinutes: 3, severity: "critical" },
  },
  "one that KEDA scales": {
    predictor: { kind: "huggingface", modelId: "org/model", maxModelLength: 4096 },
    storageUri: undefined,
    pool: "gpu",
    minReplicas: 0,
    maxReplicas: 4,
    scale: { metric: "query", query: "sum(up)", target: 1.5 },
    rollout: { strategy: "Recreate" },
    transformer: { ...ownPart, maxReplicas: 2, scale: { metric: "rps", target: 10 } },
    explainer: { ...ownPart, maxReplicas: 2 },
    callers: [],
  },
  "a Knative one": {
    mode: "Knative",
    canary: { percent: 0, storageUri: "pvc://claim/v2" },
    minReplicas: 0,
    maxReplicas: 4,
    scale: { metric: "rps", target: 10 },
    containerConcurrency: 4,
    timeoutSeconds: 20,
    rollout: { durationSeconds: 60 },
    callers: [{ serviceAccounts: ["other/app"] }],
    rateLimit: { requestsPerSecond: 5 },
  },
};

describe("objects of an InferenceService", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  for (const [title, change] of Object.entries(settings)) {
    it(`are accepted by the release's definitions: ${title}`, function () {
      // Reading the definitions of five kinds takes seconds on a busy machine.
      this.timeout(120_000);
      const service = churn(change);
      for (const object of inferenceServicesOf(service)) {
        assertAccepted("serving.kserve.io/v1beta1", "InferenceService", object);
      }
      const others = [accessPolicies, rateLimits, virtualServices, alertRules].flatMap((make) =>
        make(service),
      );
      for (const object of others) {
        assertAccepted(object.apiVersion, object.kind, object);
      }
    });
  }

  it("are refused with a field that KServe doesn't know", function () {
    this.timeout(120_000);
    const [object] = inferenceServicesOf(churn());
    assert.ok(object !== undefined);
    const spec = { predictor: { ...object.spec.predictor, replicas: 1 } };
    assert.throws(() => {
      assertAccepted("serving.kserve.io/v1beta1", "InferenceService", { ...object, spec });
    }, /replicas/);
  });
});
