import assert from "node:assert/strict";
import { publication, PublishedOutputs } from "./publication";
import { infra, platform, workloads } from "./testing/environments";

describe("publication", () => {
  it("is what other teams may rely on, from all three stacks", () => {
    assert.deepEqual(publication(infra, platform, workloads), {
      contractVersion: 1,
      environment: "prod",
      provider: "aws",
      region: "us-west-2",
      cluster: {
        name: "kubeflow-prod",
        kubernetesVersion: "1.35",
        endpoint: "https://eks.example.com",
        simulated: false,
        oidcIssuer: "https://oidc.example.com/id/1",
      },
      nodePools: [
        { name: "cpu", architecture: "arm64" },
        {
          name: "gpu",
          architecture: "amd64",
          accelerator: { resource: "nvidia.com/gpu", count: 4, product: "NVIDIA-L4" },
        },
      ],
      storageClasses: { block: "gp3", shared: "efs" },
      objectStorage: {
        kind: "s3",
        region: "us-west-2",
        artifactsBucket: "k-artifacts",
        modelsBucket: "k-models",
      },
      release: "26.03",
      components: ["istio", "pipelines"],
      endpoints: {
        dashboard: "https://kubeflow.example.com",
        pipelines: "https://kubeflow.example.com/pipeline",
      },
      signOn: {
        issuer: "https://sso.example.com",
        jwksUri: "http://dex.auth.svc.cluster.local:5556/dex/keys",
        tokenIssuers: [],
        audiences: ["pipelines.kubeflow.org"],
      },
      tenants: [{ name: "team-a", namespace: "team-a", owner: "ada@example.com" }],
    });
  });

  it("has nothing in it that opens anything", () => {
    assert.doesNotMatch(JSON.stringify(publication(infra, platform, workloads)), /SECRET/);
  });

  it("leaves out what a stack exports tomorrow, until somebody decides to publish it", () => {
    const newer = { ...infra, cluster: { ...infra.cluster, token: "SECRET token" }, more: "SECRET" };
    assert.deepEqual(publication(newer, platform, workloads), publication(infra, platform, workloads));
  });

  it("has no region where there is none", () => {
    const { aws: _aws, ...elsewhere } = infra;
    const published = publication({ ...elsewhere, provider: "local" }, platform, workloads);
    assert.equal("region" in published, false);
    assert.equal(published.provider, "local");
  });

  it("keeps the fields of version 1: taking one away is another version", () => {
    assert.deepEqual(Object.keys(PublishedOutputs.shape), [
      "contractVersion",
      "environment",
      "provider",
      "region",
      "cluster",
      "nodePools",
      "storageClasses",
      "objectStorage",
      "release",
      "components",
      "endpoints",
      "signOn",
      "tenants",
    ]);
  });
});
