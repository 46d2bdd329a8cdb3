import { awsPlatformFixture, platformFixture } from "../../testing";
import { assertAccepted, skipWithoutDefinitions } from "../../testing/crds";
import type { SparkApplicationSpecArgs } from "./spark-application-args";
import { sparkApplicationSpec } from "./spark-application-spec";

const components = [...platformFixture.components, "sparkOperator"];

const programs: [string, SparkApplicationSpecArgs][] = [
  [
    "a mounted program on GPUs",
    {
      platform: { ...platformFixture, components },
      main: { files: { "a.py": "" }, entrypoint: "a.py" },
      arguments: ["--x=1"],
      pool: "gpu",
      executor: { cpu: 2, memoryGiB: 4 },
      restart: { onFailure: 2 },
      ttlSeconds: 60,
    },
  ],
  [
    "a stream on S3 with executors that come and go",
    {
      platform: { ...awsPlatformFixture, components },
      main: "s3a://kubeflow-prod-artifacts/team-a/a.py",
      image: "ghcr.io/team/spark:4.0.1",
      executor: { cpu: 0.5, memoryGiB: 2 },
      executors: { min: 0, max: 3 },
      environment: { SEED: "1" },
      sparkConf: { "spark.sql.shuffle.partitions": "8" },
      restart: "always",
    },
  ],
];

describe("the release's definition of SparkApplication", () => {
  before(function () {
    skipWithoutDefinitions(this);
  });

  for (const [what, args] of programs) {
    it(`takes ${what}`, () => {
      const spec = sparkApplicationSpec("job", "team-a", args);
      assertAccepted("sparkoperator.k8s.io/v1beta2", "SparkApplication", { metadata: { name: "job" }, spec });
    });
  }
});
