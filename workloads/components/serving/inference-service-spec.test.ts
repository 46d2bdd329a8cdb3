import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { platformFixture } from "../../testing";
import { inferenceServicesOf } from "./inference-service";
import { codeMapsOf } from "./inference-service-spec";
import { churn, ownPart, servingPlatform } from "./testing";

const amounts = { cpu: "1", memory: "2Gi" };
const resources = { requests: amounts, limits: amounts };
const registry = "111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub";

const stable = {
  automountServiceAccountToken: false,
  minReplicas: 1,
  maxReplicas: 1,
  serviceAccountName: "default-editor",
  model: {
    modelFormat: { name: "sklearn" },
    protocolVersion: "v2",
    runtime: "kserve-sklearnserver",
    storageUri: "s3://kubeflow-prod-models/team-a/churn/v1",
    resources,
  },
};

const annotations = {
  "serving.kserve.io/deploymentMode": "Standard",
  "serving.kserve.io/autoscalerClass": "hpa",
  "serving.kserve.io/enable-prometheus-scraping": "false",
  "pulumi.com/waitFor": "condition=Ready",
};

const metadata = {
  name: "churn",
  labels: { "networking.kserve.io/visibility": "cluster-local" },
  annotations,
};

describe("inferenceServicesOf", () => {
  it("serves one replica by default, with the tenant's account", () => {
    assert.deepEqual(inferenceServicesOf(churn()), [{ metadata, spec: { predictor: stable } }]);
  });

  it("says everything that can be said", () => {
    const service = churn({
      predictor: { kind: "xgboost", protocol: "v1", arguments: ["--nthread=4"], environment: { A: "1" } },
      minReplicas: 2,
      maxReplicas: 5,
      scale: { metric: "cpu", target: 60 },
      rollout: { maxSurgePercent: 0 },
      logRequests: "all",
      serviceAccount: "models",
      waitUntilReady: false,
    });
    assert.deepEqual(inferenceServicesOf(service)[0]?.spec.predictor, {
      automountServiceAccountToken: false,
      minReplicas: 2,
      maxReplicas: 5,
      scaleMetric: "cpu",
      scaleTarget: 60,
      deploymentStrategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: "0%", maxUnavailable: "25%" },
      },
      serviceAccountName: "models",
      logger: {
        mode: "all",
        url: "s3://kubeflow-prod-artifacts",
        storage: {
          key: "none",
          path: "requests",
          parameters: { format: "json" },
          serviceAccountName: "default-editor",
        },
      },
      model: {
        modelFormat: { name: "xgboost" },
        protocolVersion: "v1",
        runtime: "kserve-xgbserver",
        storageUri: "s3://kubeflow-prod-models/team-a/churn/v1",
        args: ["--nthread=4"],
        env: [{ name: "A", value: "1" }],
        resources,
      },
    });
  });

  it("is a Knative Service, with what only that knows", () => {
    const service = churn({
      mode: "Knative",
      minReplicas: 0,
      maxReplicas: 3,
      scale: { metric: "concurrency", target: 4 },
      containerConcurrency: 8,
      timeoutSeconds: 60,
      rollout: { durationSeconds: 120 },
    });
    assert.deepEqual(inferenceServicesOf(service), [
      {
        metadata: {
          name: "churn",
          annotations: {
            "serving.kserve.io/deploymentMode": "Knative",
            "serving.kserve.io/enable-prometheus-scraping": "true",
            "serving.knative.dev/rollout-duration": "120s",
            "pulumi.com/waitFor": "condition=Ready",
          },
        },
        spec: {
          predictor: {
            ...stable,
            minReplicas: 0,
            maxReplicas: 3,
            scaleMetric: "concurrency",
            scaleTarget: 4,
            timeout: 60,
            containerConcurrency: 8,
          },
        },
      },
    ]);
  });

  it("is what the platform says by default, and waits for nothing where nothing runs", () => {
    const platform = {
      ...platformFixture,
      components: ["kserve", "knativeServing"],
      serving: { ...platformFixture.serving, mode: "Knative" as const },
    };
    const [service] = inferenceServicesOf(churn({ platform, storageUri: "pvc://claim/model" }));
    assert.deepEqual(service?.metadata.annotations, {
      "serving.kserve.io/deploymentMode": "Knative",
      "serving.kserve.io/enable-prometheus-scraping": "false",
    });
  });

  it("puts programs before and beside the model", () => {
    const explainer = { ...ownPart, program: { files: { "why.py": "print()\n" }, entrypoint: "why.py" } };
    const service = churn({
      transformer: { ...ownPart, arguments: ["--fast"], maxReplicas: 2, metricsPath: "/metrics" },
      explainer,
    });
    const [code] = codeMapsOf(service);
    assert.deepEqual(code?.files, explainer.program.files);
    const half = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "500m", memory: "1Gi" } };
    const pod = {
      automountServiceAccountToken: false,
      serviceAccountName: "default-editor",
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: "RuntimeDefault" },
      },
    };
    const container = {
      name: "kserve-container",
      image: `${registry}/team/features:1`,
      ports: [{ containerPort: 8080, protocol: "TCP" }],
      resources: half,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    };
    assert.deepEqual(inferenceServicesOf(service)[0]?.spec, {
      predictor: stable,
      transformer: {
        ...pod,
        minReplicas: 1,
        maxReplicas: 2,
        annotations: {
          "prometheus.io/scrape": "true",
          "prometheus.io/port": "8080",
          "prometheus.io/path": "/metrics",
        },
        containers: [{ ...container, args: ["--fast"], env: [{ name: "MODEL_NAME", value: "churn" }] }],
      },
      explainer: {
        ...pod,
        minReplicas: 1,
        maxReplicas: 1,
        containers: [
          {
            ...container,
            command: ["python", "/opt/workload/why.py"],
            env: [
              { name: "HOME", value: "/tmp" },
              { name: "MODEL_NAME", value: "churn" },
              { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
              { name: "PYTHONUNBUFFERED", value: "1" },
              { name: "USER", value: "workload" },
            ],
            volumeMounts: [{ name: "code", mountPath: "/opt/workload", readOnly: true }],
          },
        ],
        volumes: [{ name: "code", configMap: { name: code.name } }],
      },
    });
  });
});

describe("a canary", () => {
  const canary = { percent: 20, storageUri: "s3://kubeflow-prod-models/team-a/churn/v2" };

  it("is a second InferenceService of the same model's name in the Standard mode", () => {
    const services = inferenceServicesOf(churn({ canary, minReplicas: 6, maxReplicas: 9 }));
    const { model } = stable;
    assert.deepEqual(services, [
      { metadata, spec: { predictor: { ...stable, minReplicas: 6, maxReplicas: 9 } } },
      {
        metadata: { ...metadata, name: "churn-canary" },
        spec: {
          predictor: {
            ...stable,
            minReplicas: 2,
            maxReplicas: 9,
            model: { ...model, storageUri: canary.storageUri, args: ["--model_name=churn"] },
          },
        },
      },
    ]);
  });

  it("is told the model's name as each server wants it", () => {
    const second = (change: Parameters<typeof churn>[0]) =>
      inferenceServicesOf(churn({ canary, ...change }))[1]?.spec;
    const mlserver = second({ predictor: { kind: "sklearn", server: "mlserver" } });
    assert.ok(mlserver !== undefined && "model" in mlserver.predictor);
    assert.deepEqual(mlserver.predictor.model.env, [{ name: "MLSERVER_MODEL_NAME", value: "churn" }]);
    const own = second({
      predictor: { kind: "custom", image: "docker.io/team/model:2" },
      transformer: ownPart,
    });
    assert.ok(own !== undefined && "containers" in own.predictor);
    assert.deepEqual(own.predictor.containers[0]?.env, [
      { name: "MODEL_NAME", value: "churn" },
      { name: "STORAGE_URI", value: canary.storageUri },
    ]);
    assert.deepEqual(own.transformer?.containers[0]?.args, ["--model_name=churn"]);
  });

  it("is KServe's own in the Knative mode", () => {
    const services = inferenceServicesOf(churn({ canary, mode: "Knative" }));
    assert.equal(services.length, 1);
    assert.deepEqual(services[0]?.spec.predictor, {
      ...stable,
      canaryTrafficPercent: 20,
      model: { ...stable.model, storageUri: canary.storageUri },
    });
  });

  it("keeps the program of the stable version, whose pods start with it", () => {
    const program = (text: string) => ({ files: { "serve.py": text }, entrypoint: "serve.py" });
    const own = (text: string) =>
      ({ kind: "custom", image: "docker.io/team/model:1", program: program(text) }) as const;
    const service = churn({
      mode: "Knative",
      predictor: own("1"),
      canary: { percent: 5, predictor: own("2") },
    });
    assert.deepEqual(
      codeMapsOf(service)
        .map(({ files }) => files["serve.py"])
        .sort(),
      ["1", "2"],
    );
    assert.equal(
      codeMapsOf(churn({ predictor: own("1"), canary: { ...canary, predictor: own("1") } })).length,
      1,
    );
  });

  for (const percent of [-1, 100.5, 101, Number.NaN]) {
    it(`is refused with ${percent} percent`, () => {
      assert.throws(
        () => churn({ canary: { ...canary, percent } }),
        (error) =>
          error instanceof UserError &&
          /canary.percent is .*; it is a whole number from 0 to 100/.test(error.message),
      );
    });
  }

  it("is refused where it is no other version", () => {
    assert.throws(() => churn({ canary: { percent: 10 } }), /neither a predictor nor a storageUri/);
  });
});

describe("serviceOf", () => {
  it("holds all replicas of all parts and versions against the tenant's quota", () => {
    const quota = { cpu: 9, memoryGiB: 100 };
    const tenant = (most: number) => ({
      name: "team-a",
      namespace: pulumi.output("team-a"),
      quota: { ...quota, cpu: most },
    });
    const change = { maxReplicas: 3, transformer: { ...ownPart, maxReplicas: 4 } };
    churn({ ...change, tenant: tenant(5) });
    assert.throws(() => churn({ ...change, tenant: tenant(4.5) }), /cpu 5 of 4.5/);
    assert.throws(
      () => churn({ ...change, tenant: tenant(9), canary: { percent: 1, storageUri: "pvc://a/b" } }),
      /InferenceService "churn" asks for more than tenant "team-a" may use: cpu 10 of 9/,
    );
  });

  it("keeps no requests where there is no S3", () => {
    const platform = { ...servingPlatform, serving: platformFixture.serving };
    assert.throws(
      () => inferenceServicesOf(churn({ platform, logRequests: "request" })),
      /logRequests is "request", and platform "prod" has no S3 to keep requests in/,
    );
  });

  it("refuses an image outside of the image map", () => {
    const predictor = { kind: "custom", image: "quay.io/team/model:1" } as const;
    assert.throws(() => inferenceServicesOf(churn({ predictor })), /image quay.io\/team\/model:1 is outside/);
  });
});
