import assert from "node:assert/strict";
import { WorkloadsOutputs } from "../contract";
import { at, objectOf, textOf } from "../plugin/json";
import program from "./index";
import { awsPlatformFixture, inputsOf, label, type Run, runProgram } from "./testing";

const key = "kubeflow-workloads";
const models = "s3://kubeflow-prod-models/team-a";
const cache = "111122223333.dkr.ecr.us-west-2.amazonaws.com";

/** Everything that examples can be on AWS. */
const examples = {
  trainJob: { image: "ghcr.io/team/train:1" },
  fineTuning: { image: "ghcr.io/team/tune:1" },
  experiment: { image: "ghcr.io/team/train:1" },
  serving: { model: `${models}/churn/v1/`, canary: { model: `${models}/churn/v2/`, percent: 20 } },
  pipeline: { schedule: { enabled: true } },
  chain: { source: "s3://kubeflow-prod-artifacts/team-a/incoming/table.csv" },
};

function onAws(more: object = examples, platform = awsPlatformFixture): Promise<Run> {
  return runProgram(program, platform, {
    [`${key}:tenants`]: [{ name: "team-a", owner: "ann@example.com" }],
    [`${key}:examples`]: more,
  });
}

describe("the workloads program on AWS", function () {
  let run: Run;
  before(async () => {
    run = await onAws();
  });
  const specOf = (wanted: string) => objectOf(inputsOf(run, wanted)).spec;

  it("makes every example, with recurring runs and a second version of the model", () => {
    assert.deepEqual(run.resources.map(label), everything);
    assert.deepEqual(Object.keys(WorkloadsOutputs.parse(run.outputs).examples), [
      "pipeline",
      "trainJob",
      "pyTorchJob",
      "fineTuning",
      "tfJob",
      "experiment",
      "inferenceService",
      "serving",
      "notebook",
      "chain",
    ]);
  });

  it("tells recurring runs where the tenant's data and models are, and sends the chain's image through the map", () => {
    const of = (name: string) => inputsOf(run, `kubeflow-workloads:pipelines:RecurringRun::${name}`);
    const nightly = of("train-and-evaluate");
    assert.deepEqual(nightly.parameters, {
      source: "s3://kubeflow-prod-artifacts/team-a/data/customers.csv",
      models: `${models}/`,
      namespace: "team-a",
      registry: "",
    });
    assert.deepEqual([nightly.schedule, nightly.enabled], [{ cron: "0 0 2 * * *" }, true]);
    const trigger = of("data-to-served-model");
    assert.deepEqual(trigger.parameters, {
      source: "s3://kubeflow-prod-artifacts/team-a/incoming/table.csv",
      models: `${models}/`,
      namespace: "team-a",
      image: `${cache}/docker-hub/kserve/sklearnserver:v0.16.0`,
      queue: "default",
    });
    assert.deepEqual([trigger.schedule, trigger.enabled], [{ cron: "0 */10 * * * *" }, false]);
  });

  it("registers models in the registry where the platform has one, and a gateway before it that knows the step", async () => {
    const components = [...awsPlatformFixture.components, "modelRegistry"];
    const { signOn } = awsPlatformFixture;
    const program = { issuer: "https://oidc.example.com/id/0123", userClaim: "sub" as const };
    for (const [tokenIssuers, registry] of [
      [[...signOn.tokenIssuers, program], "http://istio-ingressgateway.istio-system.svc.cluster.local"],
      [signOn.tokenIssuers.filter(({ userClaim }) => userClaim === "email"), ""],
    ] as const) {
      const platform = {
        ...awsPlatformFixture,
        components,
        signOn: { ...signOn, tokenIssuers: [...tokenIssuers] },
      };
      const other = await onAws(examples, platform);
      const { parameters } = inputsOf(other, "kubeflow-workloads:pipelines:RecurringRun::train-and-evaluate");
      assert.equal(objectOf(parameters).registry, registry);
    }
  });

  it("keeps checkpoints in S3 where the image can write them", async () => {
    const environmentOf = (from: Run, name: string) =>
      at(
        objectOf(inputsOf(from, `kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::${name}`).spec),
        "trainer",
        "env",
      );
    for (const name of ["pytorch-ddp", "llm-finetune"]) {
      const { metadata } = inputsOf(run, `kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::${name}`);
      const folder = `s3://kubeflow-prod-artifacts/team-a/checkpoints/${textOf(objectOf(metadata).name)}/`;
      assert.ok(JSON.stringify(environmentOf(run, name)).includes(`"CHECKPOINT_URI","value":"${folder}"`));
    }
    const other = await onAws({ enabled: false, trainJob: { enabled: true } });
    assert.doesNotMatch(JSON.stringify(environmentOf(other, "pytorch-ddp")), /CHECKPOINT_URI/);
  });

  it("puts the tuned model into the tenant's folder, or where it is told", async () => {
    const commandOf = (from: Run) =>
      JSON.stringify(
        at(
          objectOf(inputsOf(from, "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::llm-finetune").spec),
          "trainer",
          "command",
        ),
      );
    assert.match(
      commandOf(run),
      /--toy.*--data=\/opt\/workload.*--output=s3:\/\/kubeflow-prod-models\/team-a\/llm-finetune\//,
    );
    const data = "s3://kubeflow-prod-artifacts/team-a/sentences/";
    const fineTuning = { enabled: true, image: "ghcr.io/team/tune:1", base: "team/base", data, zeroStage: 3 };
    const other = commandOf(await onAws({ enabled: false, fineTuning }));
    assert.match(other, /--base=team\/base","--zero-stage=3","--output=/);
    assert.doesNotMatch(other, /--toy/);
  });

  it("serves with a second version, request logs, and for one caller", () => {
    const service = "kubernetes:serving.kserve.io/v1beta1:InferenceService";
    const one = at(specOf(`${service}::churn`), "predictor");
    const two = at(specOf(`${service}::churn-canary`), "predictor");
    assert.deepEqual(
      [one, two].map((predictor) => at(predictor, "model", "storageUri")),
      [`${models}/churn/v1/`, `${models}/churn/v2/`],
    );
    for (const predictor of [one, two]) {
      assert.deepEqual(at(predictor, "logger"), {
        mode: "all",
        url: "s3://kubeflow-prod-artifacts",
        storage: {
          key: "none",
          path: "requests",
          parameters: { format: "json" },
          serviceAccountName: "default-editor",
        },
      });
      assert.deepEqual(
        ["minReplicas", "maxReplicas", "scaleMetric", "scaleTarget"].map((field) => at(predictor, field)),
        [1, 4, "cpu", 60],
      );
    }
    const routes = JSON.stringify(specOf("kubernetes:networking.istio.io/v1:VirtualService::model-churn"));
    assert.match(routes, /"weight":80/);
    assert.match(routes, /"weight":20/);
    const policy = "kubernetes:security.istio.io/v1:AuthorizationPolicy::model-churn-callers";
    assert.match(JSON.stringify(specOf(policy)), /cluster\.local\/ns\/team-a\/sa\/default-editor/);
  });

  it("takes every image from the environment's registries", () => {
    const images = run.resources.flatMap((resource) => imagesIn(resource.inputs));
    assert.ok(images.length > 10);
    assert.deepEqual(
      [...new Set(images)].filter((image) => !image.startsWith(`${cache}/`)),
      [],
    );
  });
});

/** What stands under the key `image` anywhere, but for where it is a parameter's type or value. */
function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(imagesIn);
  }
  return Object.entries(objectOf(value)).flatMap(([name, one]) =>
    name === "image" && typeof one === "string" ? [one] : imagesIn(one),
  );
}

const everything = [
  "aws:eks/podIdentityAssociation:PodIdentityAssociation::team-a",
  "kubeflow-workloads:pipelines:RecurringRun::data-to-served-model",
  "kubeflow-workloads:pipelines:RecurringRun::train-and-evaluate",
  "kubeflow-workloads:pipelines:VersionHistory::data-to-served-model-versions",
  "kubeflow-workloads:pipelines:VersionHistory::train-and-evaluate-versions",
  "kubeflow-workloads:tenants:DataGuard::team-a",
  "kubeflow-workloads:training:RunGuard::katib-search",
  "kubeflow-workloads:training:RunGuard::llm-finetune",
  "kubeflow-workloads:training:RunGuard::pytorch-ddp",
  "kubeflow-workloads:training:RunGuard::pytorch-ddp-v1",
  "kubeflow-workloads:training:RunGuard::tensorflow-multiworker",
  "kubeflow:workloads:Experiment::katib-search",
  "kubeflow:workloads:InferenceService::churn",
  "kubeflow:workloads:InferenceService::sklearn-iris",
  "kubeflow:workloads:ModelVolume::sklearn-iris-model",
  "kubeflow:workloads:Notebook::notebook",
  "kubeflow:workloads:Pipeline::data-to-served-model",
  "kubeflow:workloads:Pipeline::train-and-evaluate",
  "kubeflow:workloads:PyTorchJob::pytorch-ddp-v1",
  "kubeflow:workloads:RecurringRun::data-to-served-model",
  "kubeflow:workloads:RecurringRun::train-and-evaluate",
  "kubeflow:workloads:TFJob::tensorflow-multiworker",
  "kubeflow:workloads:Tenant::team-a",
  "kubeflow:workloads:TrainJob::llm-finetune",
  "kubeflow:workloads:TrainJob::pytorch-ddp",
  "kubernetes:batch/v1:Job::sklearn-iris-model",
  "kubernetes:core/v1:ConfigMap::katib-search-code",
  "kubernetes:core/v1:ConfigMap::llm-finetune-code",
  "kubernetes:core/v1:ConfigMap::pytorch-ddp-code",
  "kubernetes:core/v1:ConfigMap::pytorch-ddp-v1-code",
  "kubernetes:core/v1:ConfigMap::sklearn-iris-model-code",
  "kubernetes:core/v1:ConfigMap::tensorflow-multiworker-code",
  "kubernetes:core/v1:PersistentVolumeClaim::notebook",
  "kubernetes:core/v1:PersistentVolumeClaim::sklearn-iris-model",
  "kubernetes:kubeflow.org/v1:Notebook::notebook",
  "kubernetes:kubeflow.org/v1:Profile::team-a",
  "kubernetes:kubeflow.org/v1:PyTorchJob::pytorch-ddp-v1",
  "kubernetes:kubeflow.org/v1:TFJob::tensorflow-multiworker",
  "kubernetes:kubeflow.org/v1beta1:Experiment::katib-search",
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule::model-churn",
  "kubernetes:networking.istio.io/v1:VirtualService::model-churn",
  "kubernetes:networking.istio.io/v1:VirtualService::model-churn-inside",
  "kubernetes:networking.istio.io/v1:VirtualService::model-sklearn-iris",
  "kubernetes:pipelines.kubeflow.org/v2beta1:Pipeline::data-to-served-model",
  "kubernetes:pipelines.kubeflow.org/v2beta1:Pipeline::train-and-evaluate",
  "kubernetes:pipelines.kubeflow.org/v2beta1:PipelineVersion::data-to-served-model-version",
  "kubernetes:pipelines.kubeflow.org/v2beta1:PipelineVersion::train-and-evaluate-version",
  "kubernetes:security.istio.io/v1:AuthorizationPolicy::model-churn-callers",
  "kubernetes:security.istio.io/v1:AuthorizationPolicy::model-churn-canary-callers",
  "kubernetes:security.istio.io/v1:AuthorizationPolicy::model-churn-canary-nobody-else",
  "kubernetes:security.istio.io/v1:AuthorizationPolicy::model-churn-nobody-else",
  "kubernetes:serving.kserve.io/v1beta1:InferenceService::churn",
  "kubernetes:serving.kserve.io/v1beta1:InferenceService::churn-canary",
  "kubernetes:serving.kserve.io/v1beta1:InferenceService::sklearn-iris",
  "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::llm-finetune",
  "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::pytorch-ddp",
  "pulumi:providers:aws::aws",
  "pulumi:providers:kubeflow-workloads::cluster",
  "pulumi:providers:kubernetes::cluster",
];
