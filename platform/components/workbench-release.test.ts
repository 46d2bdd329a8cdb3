import assert from "node:assert/strict";
import { parse } from "yaml";
import { isObject, type Manifest, releaseVersions, type ReleaseVersion } from "../../manifests";
import { nameIn } from "../names";
import type { Context } from "../part";
import { addedKeys, type Changed, changedBy, changedKeys } from "../testing/release";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import type { ComponentName } from "./names";

/** What serving, notebooks and training change in a release, and what they add to it. */
interface Expected {
  readonly changed: readonly string[];
  readonly added?: readonly string[];
}

/** Generated names and such, by release. */
const named: Readonly<
  Record<
    ReleaseVersion,
    {
      readonly spawner: string;
      readonly kserveVersion: string;
      /** With the namespace that its object should not have. */ readonly storageContainer: string;
      /** What other releases haven't got. */ readonly runtimes: readonly string[];
      readonly trainingRuntimes: readonly string[];
    }
  >
> = {
  "26.03": {
    spawner: "jupyter-web-app-config-9c2fbg2gdc",
    kserveVersion: "v0.16.0",
    storageContainer: "default",
    runtimes: [],
    trainingRuntimes: [],
  },
  "26.03.1-rc.2": {
    spawner: "jupyter-web-app-config-f5cb4gtmbc",
    kserveVersion: "v0.18.0",
    storageContainer: "kubeflow/default",
    runtimes: ["predictiveserver"],
    trainingRuntimes: ["jax-distributed", "xgboost-distributed"],
  },
};

for (const release of releaseVersions) {
  const runtimes = [
    "huggingfaceserver",
    "huggingfaceserver-multinode",
    "lgbserver",
    "mlserver",
    "paddleserver",
  ]
    .concat(["pmmlserver", "sklearnserver", "tensorflow-serving", "torchserve", "tritonserver", "xgbserver"])
    .concat(named[release].runtimes)
    .map((name) => `ClusterServingRuntime/kserve-${name}`);
  const trainingRuntimes = ["deepspeed-distributed", "mlx-distributed", "torch-distributed"]
    .concat(["torchtune-llama3.2-1b", "torchtune-llama3.2-3b", "torchtune-qwen2.5-1.5b"])
    .concat(named[release].trainingRuntimes)
    .map((name) => `ClusterTrainingRuntime/kubeflow-system/${name}`);
  const storageContainer = `ClusterStorageContainer/${named[release].storageContainer}`;

  const knative = (name: string) => `ConfigMap/knative-serving/config-${name}`;

  const spawner = `ConfigMap/kubeflow/${named[release].spawner}`;

  /** By component: on AWS, and what is otherwise in the environment `local`. */
  const expected: Partial<Record<ComponentName, Expected & { readonly local?: Expected }>> = {
    kserve: {
      changed: [
        "ConfigMap/kubeflow/inferenceservice-config",
        "Deployment/kubeflow/kserve-controller-manager",
        ...runtimes,
        storageContainer,
      ],
      added: [
        "IngressClass/istio",
        "PodMonitor/kubeflow/kserve-models",
        "ClusterServingRuntime/vllm-gpu",
        "ClusterServingRuntime/triton-gpu",
      ],
    },
    knativeServing: {
      changed: ["autoscaler", "domain", "features", "gc", "network", "observability"].map(knative),
      local: { changed: ["autoscaler", "features", "gc", "network", "observability"].map(knative) },
    },
    kserveModelsWebApp: { changed: [`Deployment/kubeflow/${nameIn(release, "modelsWebApp")}`] },
    jupyterWebApp: {
      changed: [spawner],
      local: { changed: [spawner, "Deployment/kubeflow/jupyter-web-app-deployment"] },
    },
    notebookController: {
      changed: [
        "ConfigMap/kubeflow/notebook-controller-config-fhm9f7tdt5",
        "Deployment/kubeflow/notebook-controller-deployment",
      ],
    },
    tensorboardController: {
      changed: [
        "ConfigMap/kubeflow/tensorboard-controller-config-7hd244gf2d",
        "Deployment/kubeflow/tensorboard-controller-deployment",
      ],
      local: { changed: ["Deployment/kubeflow/tensorboard-controller-deployment"] },
    },
    tensorboardsWebApp: {
      changed: [],
      local: { changed: ["Deployment/kubeflow/tensorboards-web-app-deployment"] },
    },
    volumesWebApp: { changed: [], local: { changed: ["Deployment/kubeflow/volumes-web-app-deployment"] } },
    trainer: { changed: trainingRuntimes },
    trainingOperator: { changed: [] },
    sparkOperator: { changed: [] },
    modelRegistryUi: { changed: [] },
  };

  const environments = { aws: contextOf(awsInfra, { release }), local: contextOf(localInfra, { release }) };

  /** What the mesh adds to components is tested where it is made. */
  const ofTheMesh = /^(AuthorizationPolicy|Sidecar)\//;

  function textIn(value: unknown): string {
    return typeof value === "string" ? value : "";
  }

  function isName(name: string): name is ComponentName {
    return name in expected;
  }

  describe(`release ${release} with what serving, notebooks and training change`, function () {
    // The first rendering of a release on a machine takes some seconds.
    this.timeout(300_000);

    const changes = new Map<string, Changed>();
    const changed = (environment: keyof typeof environments, name: string): Changed => {
      const found = changes.get(`${environment} ${name}`);
      assert.ok(found !== undefined);
      return found;
    };
    const textsOf = (environment: keyof typeof environments, name: string, key: string) => {
      const manifest: Manifest | undefined = changed(environment, name).after.get(key);
      return isObject(manifest?.data) ? manifest.data : {};
    };

    before(async function () {
      const all: readonly (readonly [string, Context])[] = Object.entries(environments);
      for (const [environment, context] of all) {
        for (const name of [...Object.keys(expected).filter(isName), "modelRegistry" as const]) {
          const result = await changedBy(name, context);
          if (typeof result === "string") {
            process.stderr.write(`SKIPPED: what changes in release ${release}: ${result}\n`);
            this.skip();
          }
          changes.set(`${environment} ${name}`, result);
        }
      }
    });

    for (const [name, { local, ...aws }] of Object.entries(expected)) {
      it(`${name}: every object that is meant is changed, and no other`, () => {
        const local_ = local ?? aws;
        assert.deepEqual(changedKeys(changed("aws", name)).sort(), [...aws.changed].sort());
        assert.deepEqual(changedKeys(changed("local", name)).sort(), [...local_.changed].sort());
        const added = addedKeys(changed("aws", name)).filter((key) => !ofTheMesh.test(key));
        assert.deepEqual(added, aws.added ?? []);
      });
    }

    it("KServe: documents that are read again are what was meant", () => {
      const texts = textsOf("aws", "kserve", "ConfigMap/kubeflow/inferenceservice-config");
      const read = (key: string): unknown => JSON.parse(textIn(texts[key]));
      assert.deepEqual(read("deploy"), { defaultDeploymentMode: "Standard" });
      assert.deepEqual(read("ingress"), {
        enableGatewayApi: false,
        kserveIngressGateway: "kserve/kserve-ingress-gateway",
        ingressGateway: "kubeflow/kubeflow-gateway",
        localGateway: "knative-serving/knative-local-gateway",
        localGatewayService: "knative-local-gateway.istio-system.svc.cluster.local",
        ingressDomain: "kubeflow.example.com",
        ingressClassName: "istio",
        domainTemplate: "{{ .Name }}-{{ .Namespace }}.{{ .IngressDomain }}",
        urlScheme: "https",
        disableIstioVirtualHost: false,
        disableIngressCreation: false,
        pathTemplate: "/serving/{{ .Namespace }}/{{ .Name }}",
      });
      assert.deepEqual(read("logger"), {
        image: `kserve/agent:${named[release].kserveVersion}`,
        memoryRequest: "100Mi",
        memoryLimit: "1Gi",
        cpuRequest: "100m",
        cpuLimit: "1",
        defaultUrl: "s3://kubeflow-prod-artifacts",
      });
      // What nobody here changes stays as the release has it, to the letter.
      const before = changed("aws", "kserve").before.get("ConfigMap/kubeflow/inferenceservice-config");
      assert.ok(isObject(before?.data));
      for (const key of ["agent", "batcher", "explainers", "localModel", "router", "_example"]) {
        assert.equal(texts[key], before.data[key]);
      }
    });

    it("Notebooks: the form has all fields of the release's", () => {
      const form = (manifest: Manifest | undefined) => {
        const document: unknown = parse(
          textIn(isObject(manifest?.data) ? manifest.data["spawner_ui_config.yaml"] : undefined),
        );
        assert.ok(isObject(document) && isObject(document.spawnerFormDefaults));
        return Object.keys(document.spawnerFormDefaults).sort();
      };
      const { before, after } = changed("aws", "jupyterWebApp");
      assert.deepEqual(form(after.get(spawner)), form(before.get(spawner)));
    });

    it("Model Registry: all of it is in one namespace, with a database of its own or the environment's", () => {
      const routes = [
        "DestinationRule/kubeflow/model-registry-service",
        "VirtualService/kubeflow/model-registry",
        "AuthorizationPolicy/kubeflow/model-registry-service",
      ];
      const common = [
        "ServiceAccount/kubeflow/model-registry-server",
        "ConfigMap/kubeflow/model-registry-configmap",
        "Service/kubeflow/model-registry-service",
        "Deployment/kubeflow/model-registry-deployment",
      ];
      const inCluster = [
        "ConfigMap/kubeflow/model-registry-db-parameters",
        "Secret/kubeflow/model-registry-db-secrets",
        "Service/kubeflow/model-registry-db",
        "PersistentVolumeClaim/kubeflow/metadata-mysql",
        "Deployment/kubeflow/model-registry-db",
      ];
      const keys = (environment: keyof typeof environments) =>
        [...changed(environment, "modelRegistry").after.keys()].sort();
      const database = ["ExternalSecret/kubeflow/model-registry-database-administrator"]
        .concat(["Secret/kubeflow/model-registry-database", "Job/kubeflow/model-registry-database"])
        .concat([...common, ...routes]);
      const undigested = keys("aws").map((key) => key.replace(/^(Job\/.*)-[0-9a-f]{10}$/, "$1"));
      assert.deepEqual(undigested, database.sort());
      assert.deepEqual(keys("local"), [...common, ...inCluster, ...routes].sort());
    });
  });
}
