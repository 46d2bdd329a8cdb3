import * as assert from "node:assert/strict";
import { type PlatformOutputs, WorkloadsOutputs } from "../contract";
import program from "./index";
import { inputsOf, label, platformFixture, runProgram } from "./testing";

const key = "kubeflow-workloads";

describe("the workloads program", () => {
  it("makes one tenant and every example without any configuration", async () => {
    const run = await runProgram(program);
    assert.deepEqual(run.resources.map(label), everything);
    const outputs = WorkloadsOutputs.parse(run.outputs);
    assert.deepEqual(outputs.tenants, [{ name: "team-a", namespace: "team-a", owner: "ann@example.com" }]);
    assert.deepEqual(
      Object.entries(outputs.examples).map(([name, { kind, namespace }]) => [name, kind, namespace]),
      [
        ["pipeline", "Pipeline", "team-a"],
        ["trainJob", "TrainJob", "team-a"],
        ["pyTorchJob", "PyTorchJob", "team-a"],
        ["fineTuning", "TrainJob", "team-a"],
        ["tfJob", "TFJob", "team-a"],
        ["experiment", "Experiment", "team-a"],
        ["inferenceService", "InferenceService", "team-a"],
        ["notebook", "Notebook", "team-a"],
        ["chain", "Pipeline", "team-a"],
      ],
    );
  });

  it("registers the same things every time", async () => {
    assert.deepEqual(await runProgram(program), await runProgram(program));
  });

  it("talks to the platform's cluster only", async () => {
    const provider = inputsOf(await runProgram(program), "pulumi:providers:kubernetes::cluster");
    assert.deepEqual(provider.kubeconfig, secret("a whole kubeconfig"));
    assert.equal(provider.clusterIdentifier, "0f0f");
    assert.equal(provider.enableServerSideApply, "true");
  });

  it("leaves out what the platform does not carry", async () => {
    const platform: PlatformOutputs = {
      ...platformFixture,
      components: ["profiles", "katib", "pipelines", "trainer"],
      pipelines: { definitions: "database" },
    };
    const run = await runProgram(program, platform);
    assert.deepEqual(Object.keys(WorkloadsOutputs.parse(run.outputs).examples), [
      "trainJob",
      "fineTuning",
      "experiment",
    ]);
  });

  it("makes neither tenants nor examples where nobody signs in with a password", async () => {
    const run = await runProgram(program, { ...platformFixture, credentials: {} });
    assert.deepEqual(run.resources.map(label), [
      "pulumi:providers:kubeflow-workloads::cluster",
      "pulumi:providers:kubernetes::cluster",
    ]);
  });

  it("makes namespaces only where no profile controller runs, and waits for the controller elsewhere", async () => {
    const cluster = { ...platformFixture.cluster, simulated: false };
    const run = await runProgram(program, { ...platformFixture, cluster });
    const types = run.resources.map(({ type }) => type);
    assert.ok(!types.includes("kubernetes:core/v1:Namespace"));
    assert.ok(!types.includes("kubernetes:core/v1:ServiceAccount"));
    assert.deepEqual(inputsOf(run, "kubernetes:kubeflow.org/v1:Profile::team-a").metadata, {
      name: "team-a",
      annotations: { "pulumi.com/waitFor": "jsonpath={.metadata.finalizers[0]}=profile-finalizer" },
    });
  });

  it("gives every component the providers of the platform's cluster", async () => {
    const inputs = inputsOf(await runProgram(program), "pulumi:providers:kubeflow-workloads::cluster");
    assert.deepEqual(inputs.kubeconfig, secret("a whole kubeconfig"));
    assert.deepEqual(
      [inputs.clusterIdentifier, inputs.dashboard],
      ["0f0f", platformFixture.endpoints.dashboard],
    );
  });

  it("lets go of data where that is said of a tenant, and by default where pods are simulated", async () => {
    const guard = async (simulated: boolean, dataMayBeLost?: readonly string[]) => {
      const cluster = { ...platformFixture.cluster, simulated };
      const config = dataMayBeLost === undefined ? {} : { [`${key}:dataMayBeLost`]: dataMayBeLost };
      const run = await runProgram(program, { ...platformFixture, cluster }, config);
      return inputsOf(run, "kubeflow-workloads:tenants:DataGuard::team-a").dataMayBeLost;
    };
    assert.equal(await guard(true), true);
    assert.equal(await guard(true, []), false);
    assert.equal(await guard(false), false);
    assert.equal(await guard(false, ["gone", "team-a"]), true);
  });

  it("puts each example into the tenant and onto the pool that configuration names", async () => {
    const run = await runProgram(program, platformFixture, {
      [`${key}:tenants`]: [
        { name: "vision", owner: "ann@example.com" },
        { name: "speech", owner: "bob@example.com", quota: { cpu: 32 } },
      ],
      [`${key}:examples`]: {
        enabled: false,
        notebook: { enabled: true, tenant: "speech", pool: "gpu", accelerators: 2 },
      },
    });
    const { metadata, spec } = inputsOf(run, "kubernetes:kubeflow.org/v1:Notebook::notebook");
    assert.equal(Reflect.get(Object(metadata), "namespace"), "speech");
    assert.match(JSON.stringify(spec), /"nvidia.com\/gpu":"2"/);
    assert.deepEqual(Object.keys(WorkloadsOutputs.parse(run.outputs).examples), ["notebook"]);
  });

  it("reports every wrong key before anything is registered", async () => {
    await assert.rejects(
      runProgram(program, platformFixture, {
        [`${key}:tenants`]: [{ name: "a", owner: "nobody" }],
        [`${key}:examples`]: { notebook: { gpu: 1 } },
      }),
      /2 mistakes under kubeflow-workloads:\*\n.*tenants\.0\.owner is "nobody": an e-mail address\n.*examples\.notebook\.gpu: unknown key/,
    );
  });
});

/** How a secret travels to the engine. */
function secret(value: string) {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

const everything = [
  "kubeflow-workloads:pipelines:VersionHistory::data-to-served-model-versions",
  "kubeflow-workloads:pipelines:VersionHistory::train-and-evaluate-versions",
  "kubeflow-workloads:tenants:DataGuard::team-a",
  "kubeflow-workloads:training:RunGuard::katib-search",
  "kubeflow-workloads:training:RunGuard::llm-finetune",
  "kubeflow-workloads:training:RunGuard::pytorch-ddp",
  "kubeflow-workloads:training:RunGuard::pytorch-ddp-v1",
  "kubeflow-workloads:training:RunGuard::tensorflow-multiworker",
  "kubeflow:workloads:Experiment::katib-search",
  "kubeflow:workloads:InferenceService::sklearn-iris",
  "kubeflow:workloads:ModelVolume::sklearn-iris-model",
  "kubeflow:workloads:Notebook::notebook",
  "kubeflow:workloads:Pipeline::data-to-served-model",
  "kubeflow:workloads:Pipeline::train-and-evaluate",
  "kubeflow:workloads:PyTorchJob::pytorch-ddp-v1",
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
  "kubernetes:core/v1:LimitRange::team-a/tenant",
  "kubernetes:core/v1:Namespace::team-a",
  "kubernetes:core/v1:PersistentVolumeClaim::notebook",
  "kubernetes:core/v1:PersistentVolumeClaim::pytorch-ddp-checkpoints",
  "kubernetes:core/v1:PersistentVolumeClaim::sklearn-iris-model",
  "kubernetes:core/v1:ServiceAccount::team-a-default-editor",
  "kubernetes:core/v1:ServiceAccount::team-a-default-viewer",
  "kubernetes:kubeflow.org/v1:Notebook::notebook",
  "kubernetes:kubeflow.org/v1:Profile::team-a",
  "kubernetes:kubeflow.org/v1:PyTorchJob::pytorch-ddp-v1",
  "kubernetes:kubeflow.org/v1:TFJob::tensorflow-multiworker",
  "kubernetes:kubeflow.org/v1beta1:Experiment::katib-search",
  "kubernetes:networking.istio.io/v1:VirtualService::model-sklearn-iris",
  "kubernetes:pipelines.kubeflow.org/v2beta1:Pipeline::data-to-served-model",
  "kubernetes:pipelines.kubeflow.org/v2beta1:Pipeline::train-and-evaluate",
  "kubernetes:pipelines.kubeflow.org/v2beta1:PipelineVersion::data-to-served-model-version",
  "kubernetes:pipelines.kubeflow.org/v2beta1:PipelineVersion::train-and-evaluate-version",
  "kubernetes:serving.kserve.io/v1beta1:InferenceService::sklearn-iris",
  "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::llm-finetune",
  "kubernetes:trainer.kubeflow.org/v1alpha1:TrainJob::pytorch-ddp",
  "pulumi:providers:kubeflow-workloads::cluster",
  "pulumi:providers:kubernetes::cluster",
];
