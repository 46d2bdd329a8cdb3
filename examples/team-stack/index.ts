import * as pulumi from "@pulumi/pulumi";
import {
  InferenceService,
  later,
  readCode,
  readPlatform,
  Tenant,
  TrainJob,
  type Workload,
  workloadProviders,
} from "kubeflow-on-aws";

/** The stack of the team "ranking": a tenant on the platform of its company, a training job and a model in it. */
export = async () => {
  const config = new pulumi.Config();
  const platform = await readPlatform({ stack: config.require("platform") });
  const providers = workloadProviders(platform);
  const contents = later<pulumi.Output<Workload>[]>();

  const tenant = new Tenant(
    "ranking",
    {
      owner: config.require("owner"),
      contributors: [{ email: "grace@example.com" }, { email: "auditor@example.com", role: "view" }],
      quota: { cpu: 16, memoryGiB: 64, gpus: 2 },
      platform,
      contents: contents.promise,
    },
    { providers },
  );

  const training = new TrainJob(
    "line",
    {
      tenant,
      platform,
      program: readCode(__dirname, "train.py"),
      resources: { cpu: 2, memoryGiB: 4 },
      ttlHours: 24,
    },
    { providers },
  );

  const model = new InferenceService(
    "ranker",
    {
      tenant,
      platform,
      predictor: { kind: "sklearn" },
      storageUri: config.require("model"),
      resources: { cpu: 1, memoryGiB: 2 },
      callers: [{ serviceAccounts: ["default-editor"] }, { users: ["grace@example.com"] }],
    },
    { providers },
  );

  contents.resolve([training.workload, model.workload]);
  return { namespace: tenant.namespace, training: training.workload, model: model.url };
};
