import { InferenceService } from "../../components";
import { serviceOf } from "../../components/serving/inference-service-spec";
import { type Example, placementOf } from "../example";

/** The model that the pipeline made: scaled, with a new version beside it, its requests kept, for one caller. */
export const serving: Example = {
  needs: "kserve",
  obstacle: ({ serving: { model } }) =>
    model === undefined
      ? {
          reason: "there is no model to serve yet",
          wayOut: "run the pipeline, and name what it made in kubeflow-workloads:examples.serving.model",
        }
      : undefined,
  prepare: ({ tenant, config, platform }) => {
    const { model, canary, caller, maxReplicas, ...settings } = config.serving;
    const args = {
      predictor: { kind: "sklearn" as const },
      storageUri: model,
      maxReplicas,
      ...(maxReplicas > 1 && platform.serving.mode === "Standard"
        ? { scale: { metric: "cpu" as const, target: 60 } }
        : {}),
      ...(canary === undefined
        ? { modelSetElsewhere: true }
        : { canary: { percent: canary.percent, storageUri: canary.model } }),
      ...(platform.serving.requestLogs !== undefined && { logRequests: "all" as const }),
      ...(platform.addons.includes("prometheus") && {
        alerts: { errorRatePercent: 5, latencyP99Seconds: 1, unavailableMinutes: 5 },
      }),
      callers: [{ serviceAccounts: [caller] }],
      ...placementOf(settings, platform),
    };
    serviceOf("churn", { ...args, tenant });
    return (owner, opts) => new InferenceService("churn", { ...args, tenant: owner }, opts).workload;
  },
};
