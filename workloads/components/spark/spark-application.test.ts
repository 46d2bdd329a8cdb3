import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, label, platformFixture, runProgram } from "../../testing";
import { SparkApplication, type SparkApplicationArgs } from "./spark-application";
import { sparkApplicationSpec } from "./spark-application-spec";

const withSpark = (platform: PlatformOutputs): PlatformOutputs => ({
  ...platform,
  components: [...platform.components, "sparkOperator"],
});

const local = withSpark(platformFixture);
const aws = withSpark(awsPlatformFixture);
const program = { files: { "count.py": "print(1)\n", "parts.py": "" }, entrypoint: "count.py" };

const args: SparkApplicationArgs = {
  tenant: "team-a",
  platform: local,
  main: program,
  executor: { cpu: 2, memoryGiB: 4 },
};

const onS3 = {
  platform: aws,
  main: "s3a://kubeflow-prod-artifacts/team-a/jobs/count.py",
  image: "ghcr.io/team/spark-s3:4.0.1",
} as const;

const specOf = (change: Partial<SparkApplicationArgs> = {}) =>
  sparkApplicationSpec("count", change.tenant ?? args.tenant, { ...args, ...change });

const shared = {
  serviceAccount: "default-editor",
  labels: { "sidecar.istio.io/inject": "false" },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  podSecurityContext: {
    runAsNonRoot: true,
    runAsUser: 185,
    runAsGroup: 185,
    fsGroup: 185,
    seccompProfile: { type: "RuntimeDefault" },
  },
};

const driver = { cores: 1, coreRequest: "1", coreLimit: "1", memory: "1462m", memoryOverhead: "586m" };
const executor = { cores: 2, coreRequest: "2", coreLimit: "2", memory: "2925m", memoryOverhead: "1171m" };

describe("sparkApplicationSpec", () => {
  it("runs a mounted program on two executors of exactly the size that is asked for", () => {
    const mounted = {
      env: [{ name: "PYTHONPATH", value: "/opt/workload" }],
    };
    const { configMaps } = specOf().driver;
    assert.match(configMaps?.[0]?.name ?? "", /^count-code-[0-9a-f]{10}$/);
    assert.deepEqual(specOf({ arguments: ["--rows=3"] }), {
      type: "Python",
      pythonVersion: "3",
      mode: "cluster",
      sparkVersion: "4.0.1",
      image: "spark:4.0.1",
      imagePullPolicy: "IfNotPresent",
      mainApplicationFile: "local:///opt/workload/count.py",
      arguments: ["--rows=3"],
      restartPolicy: { type: "Never" },
      driver: { ...shared, ...mounted, configMaps, ...driver },
      executor: { ...shared, ...mounted, configMaps, ...executor, instances: 2 },
    });
  });

  it("reads a program and data of the tenant's prefix with the tenant's role", () => {
    const env = [
      { name: "AWS_DEFAULT_REGION", value: "us-west-2" },
      { name: "AWS_REGION", value: "us-west-2" },
      { name: "ROWS", value: "3" },
    ];
    assert.deepEqual(
      specOf({
        ...onS3,
        environment: { ROWS: "3" },
        sparkConf: { "spark.sql.shuffle.partitions": "8" },
        executors: { min: 0, max: 4 },
        restart: { onFailure: 3 },
        ttlSeconds: 86400,
      }),
      {
        type: "Python",
        pythonVersion: "3",
        mode: "cluster",
        sparkVersion: "4.0.1",
        image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/github/team/spark-s3:4.0.1",
        imagePullPolicy: "IfNotPresent",
        mainApplicationFile: "s3a://kubeflow-prod-artifacts/team-a/jobs/count.py",
        sparkConf: { "spark.sql.shuffle.partitions": "8" },
        hadoopConf: {
          "fs.s3a.aws.credentials.provider": "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
          "fs.s3a.endpoint.region": "us-west-2",
        },
        restartPolicy: {
          type: "OnFailure",
          onFailureRetries: 3,
          onSubmissionFailureRetries: 3,
          onFailureRetryInterval: 60,
          onSubmissionFailureRetryInterval: 60,
        },
        timeToLiveSeconds: 86400,
        driver: { ...shared, env, ...driver },
        executor: { ...shared, env, ...executor },
        dynamicAllocation: {
          enabled: true,
          initialExecutors: 0,
          minExecutors: 0,
          maxExecutors: 4,
          shuffleTrackingEnabled: true,
        },
      },
    );
  });

  it("puts executors on a pool with its accelerators, and the driver on another", () => {
    const spec = specOf({ pool: "gpu", driverPool: "cpu", executor: { cpu: 0.5, memoryGiB: 4 } });
    assert.deepEqual(spec.driver, {
      ...shared,
      env: spec.driver.env,
      configMaps: spec.driver.configMaps,
      ...driver,
      nodeSelector: { "example.com/pool": "cpu" },
    });
    assert.deepEqual(spec.executor, {
      ...shared,
      env: spec.driver.env,
      configMaps: spec.driver.configMaps,
      ...executor,
      cores: 1,
      coreRequest: "500m",
      coreLimit: "500m",
      gpu: { name: "nvidia.com/gpu", quantity: 1 },
      nodeSelector: { "example.com/pool": "gpu" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      instances: 2,
    });
  });

  const small = { name: "team-a", quota: { cpu: 4 } };
  const wrong: [string, () => unknown, RegExp][] = [
    [
      "a platform without Spark",
      () => specOf({ platform: platformFixture }),
      /without component sparkOperator/,
    ],
    [
      "another tenant's file",
      () => specOf({ ...onS3, main: "s3a://kubeflow-prod-artifacts/team-b/a.py" }),
      /outside the tenant's prefix/,
    ],
    [
      "s3:// in place of s3a://",
      () => specOf({ ...onS3, main: "s3://kubeflow-prod-artifacts/team-a/a.py" }),
      /outside the tenant's prefix: s3a:/,
    ],
    [
      "what is no Python file",
      () => specOf({ ...onS3, main: "s3a://kubeflow-prod-artifacts/team-a/a.jar" }),
      /is no Python file/,
    ],
    ["S3 where there is none", () => specOf({ s3: true }), /the objects of this platform are in the cluster/],
    [
      "S3 with the default image",
      () => specOf({ platform: aws, s3: true }),
      /the default image has no hadoop-aws/,
    ],
    ["S3 with Spark 3", () => specOf({ ...onS3, sparkVersion: "3.5.2" }), /doesn't know EKS Pod Identity/],
    ["a file on S3 without S3", () => specOf({ ...onS3, s3: false }), /s3 is false/],
    ["a version that is none", () => specOf({ sparkVersion: "4" }), /"4" is no version/],
    ["no executors", () => specOf({ executors: 0 }), /from 0 to 0 executors/],
    ["a range upside down", () => specOf({ executors: { min: 2, max: 1 } }), /from 2 to 1 executors/],
    [
      "a beginning outside of it",
      () => specOf({ executors: { min: 1, max: 2, initial: 3 } }),
      /begins with 3 executors/,
    ],
    ["retries that are none", () => specOf({ restart: { onFailure: 0 } }), /restart.onFailure is 0/],
    ["half a second", () => specOf({ ttlSeconds: 0.5 }), /ttlSeconds is 0.5/],
    [
      "settings that are its own",
      () => specOf({ sparkConf: { "spark.executor.memory": "9g" } }),
      /sparkConf has spark.executor.memory/,
    ],
    ["an unknown pool", () => specOf({ pool: "tpu" }), /there is no node pool "tpu"/],
    [
      "an image outside of the map",
      () => specOf({ platform: aws, image: "quay.io/a/b:1" }),
      /outside of the environment's image map/,
    ],
    ["too little memory", () => specOf({ executor: { cpu: 1, memoryGiB: 0.5 } }), /too little for Spark/],
    [
      "an entrypoint that isn't there",
      () => specOf({ main: { ...program, entrypoint: "x.py" } }),
      /x.py is not among/,
    ],
    [
      "more than the quota",
      () => sparkApplicationSpec("count", { ...small, namespace: pulumi.output("team-a") }, args),
      /cpu 5 of 4/,
    ],
  ];
  for (const [what, make, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(make, message);
    });
  }
});

describe("SparkApplication", () => {
  it("registers code and run, under a name that changes with them", async () => {
    const names = [];
    for (const text of ["print(1)\n", "print(1)\n", "print(2)\n"]) {
      const main = { files: { "count.py": text }, entrypoint: "count.py" };
      const run = await runProgram(() => {
        const application = new SparkApplication("count", { ...args, main });
        return Promise.resolve({ workload: application.workload });
      });
      assert.deepEqual(run.resources.map(label), [
        "kubeflow:workloads:SparkApplication::count",
        "kubernetes:core/v1:ConfigMap::count-code",
        "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication::count",
      ]);
      const { metadata } = inputsOf(run, "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication::count");
      names.push(JSON.stringify(metadata));
    }
    assert.equal(names[0], names[1]);
    assert.notEqual(names[0], names[2]);
  });

  it("mounts nothing for a program on S3", async () => {
    const run = await runProgram(() => {
      const application = new SparkApplication("count", { ...args, ...onS3 });
      return Promise.resolve({ workload: application.workload });
    });
    assert.deepEqual(run.resources.map(label), [
      "kubeflow:workloads:SparkApplication::count",
      "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication::count",
    ]);
  });
});
