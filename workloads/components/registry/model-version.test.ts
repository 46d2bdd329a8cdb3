import assert from "node:assert/strict";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, label, platformFixture, runProgram } from "../../testing";
import { WorkloadsProvider } from "../../provider/provider";
import { ModelVersion, type ModelVersionArgs } from "./model-version";

const withRegistry = (platform: PlatformOutputs): PlatformOutputs => ({
  ...platform,
  components: [...platform.components, "modelRegistry"],
});

const platform: PlatformOutputs = {
  ...withRegistry(awsPlatformFixture),
  signOn: {
    ...awsPlatformFixture.signOn,
    tokenIssuers: [
      ...awsPlatformFixture.signOn.tokenIssuers,
      {
        issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0F0F",
        audiences: ["pipelines.kubeflow.org"],
        userClaim: "sub",
      },
    ],
  },
};

const args: ModelVersionArgs = {
  tenant: "team-a",
  platform,
  model: "iris",
  version: "1",
  format: "sklearn",
  uri: "s3://kubeflow-prod-models/team-a/iris/1",
  properties: { accuracy: "0.97" },
};

const make = (change: Partial<ModelVersionArgs>) =>
  runProgram(() => {
    const { kubeconfig, identifier } = platform.cluster;
    const provider = new WorkloadsProvider("workloads", {
      kubeconfig,
      clusterIdentifier: identifier,
      dashboard: platform.endpoints.dashboard,
    });
    const version = new ModelVersion("iris", { ...args, ...change }, { providers: [provider] });
    return Promise.resolve({ versionId: version.versionId });
  });

describe("ModelVersion", () => {
  it("hands the provider all that is registered", async () => {
    const run = await make({});
    assert.deepEqual(inputsOf(run, "kubeflow-workloads:registry:ModelVersion::iris"), {
      tenant: "team-a",
      audience: "pipelines.kubeflow.org",
      model: "iris",
      version: "1",
      format: "sklearn",
      description: "",
      author: "",
      properties: { accuracy: "0.97" },
      uri: "s3://kubeflow-prod-models/team-a/iris/1",
    });
  });

  it("registers nothing where pods are simulated", async () => {
    const run = await make({ platform: withRegistry(platformFixture), uri: "pvc://model/model" });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:ModelVersion::iris",
      "pulumi:providers:kubeflow-workloads::workloads",
    ]);
    assert.deepEqual(run.outputs, { versionId: undefined });
  });

  it("asks no other cluster than the platform's", async () => {
    await assert.rejects(
      runProgram(() => {
        const version = new ModelVersion("iris", args);
        return Promise.resolve({ versionId: version.versionId });
      }),
      /has no provider of kubeflow-workloads/,
    );
  });

  const wrong: [string, Partial<ModelVersionArgs>, RegExp][] = [
    [
      "a platform without the registry",
      { platform: awsPlatformFixture },
      /needs the platform component modelRegistry/,
    ],
    [
      "a gateway that takes no programs",
      { platform: withRegistry(awsPlatformFixture) },
      /which takes no tokens of this cluster's service accounts/,
    ],
    [
      "another tenant's artifact",
      { uri: "s3://kubeflow-prod-models/team-b/x" },
      /outside the tenant's prefix/,
    ],
    ["what is no address", { uri: "iris" }, /"iris" is no address/],
    ["a name with the registry's separator", { model: "a:b" }, /"a:b" can't be the name of a model/],
    ["an empty version", { version: "" }, /"" can't be the name of a version/],
    [
      "a property of its own",
      { properties: { tenant: "x" } },
      /the property "tenant" says whose model it is/,
    ],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}, before anything is registered`, () => {
      assert.throws(() => new ModelVersion("iris", { ...args, ...change }), message);
    });
  }
});
