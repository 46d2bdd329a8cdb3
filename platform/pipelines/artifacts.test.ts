import assert from "node:assert/strict";
import { awsInfra, localInfra } from "../testing/settings";
import {
  artifactRepository,
  keyFormatOf,
  launcherProviders,
  pipelineRootOf,
  s3Of,
  workflowNamespace,
} from "./artifacts";

const date =
  "{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}";

describe("artifacts", () => {
  it("are below the namespace on S3, without a key", () => {
    const endpoint = "s3.us-west-2.amazonaws.com";
    assert.equal(pipelineRootOf(awsInfra, "vision"), "s3://kubeflow-prod-artifacts/vision/pipelines");
    assert.deepEqual(artifactRepository(awsInfra, "vision"), {
      region: "us-west-2",
      bucket: "kubeflow-prod-artifacts",
      endpoint,
      keyFormat: `vision/workflows/{{workflow.name}}/${date}/{{pod.name}}`,
      insecure: false,
      useSDKCreds: true,
    });
    assert.deepEqual(launcherProviders(awsInfra), {
      s3: { default: { endpoint, region: "us-west-2", disableSSL: false, credentials: { fromEnv: true } } },
    });
  });

  it("are where upstream has them in the cluster", () => {
    assert.equal(
      pipelineRootOf(localInfra, "vision"),
      "minio://mlpipeline/private-artifacts/vision/v2/artifacts",
    );
    assert.equal(launcherProviders(localInfra), undefined);
    assert.equal(
      keyFormatOf(localInfra, workflowNamespace),
      `private-artifacts/{{workflow.namespace}}/{{workflow.name}}/${date}/{{pod.name}}`,
    );
    assert.deepEqual(artifactRepository(localInfra, "vision"), {
      endpoint: "seaweedfs.kubeflow.svc.cluster.local:9000",
      bucket: "mlpipeline",
      keyFormat: `private-artifacts/vision/{{workflow.name}}/${date}/{{pod.name}}`,
      insecure: true,
      accessKeySecret: { name: "mlpipeline-minio-artifact", key: "accesskey" },
      secretKeySecret: { name: "mlpipeline-minio-artifact", key: "secretkey" },
    });
  });

  it("know the endpoint of China's regions", () => {
    const aws = awsInfra.aws === undefined ? undefined : { ...awsInfra.aws, partition: "aws-cn" };
    const objectStorage = {
      kind: "s3" as const,
      region: "cn-north-1",
      artifactsBucket: "artifacts",
      modelsBucket: "models",
    };
    const place = aws === undefined ? { objectStorage } : { objectStorage, aws };
    assert.equal(s3Of(place)?.endpoint, "s3.cn-north-1.amazonaws.com.cn");
  });
});
