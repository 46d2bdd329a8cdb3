import { InferenceService, ModelVolume } from "../../components";
import { serviceOf } from "../../components/serving/inference-service-spec";
import { modelRun } from "../../components/serving/model-volume";
import { type Example, placementOf, programOf } from "../example";

/** A model made on a volume and served from there: needs nothing but the cluster. */
export const inferenceService: Example = {
  needs: "kserve",
  prepare: ({ tenant, config, platform }) => {
    const { image, mode, ...settings } = config.inferenceService;
    const model = {
      program: programOf("sklearn-serving", "make_model.py"),
      image,
      sizeGiB: 1,
      storageClass: platform.storageClasses.block,
      // Making it takes a processor wherever one is free; only serving it goes to the pool.
      resources: { cpu: 1, memoryGiB: 1 },
      platform,
    };
    const service = {
      // The server in whose image the model is made.
      predictor: { kind: "sklearn" as const },
      mode,
      // One replica: the model is on a block volume, which one node mounts at a time.
      maxReplicas: 1,
      ...placementOf(settings, platform),
    };
    modelRun("sklearn-iris-model", model);
    serviceOf("sklearn-iris", { ...service, tenant, storageUri: "pvc://model/model" });
    return (owner, opts) => {
      const { storageUri } = new ModelVolume("sklearn-iris-model", { ...model, tenant: owner }, opts);
      return new InferenceService("sklearn-iris", { ...service, tenant: owner, storageUri }, opts).workload;
    };
  },
};
