import { condition, row, type Row } from "./row";

/** Models that are served. */
export const serving: readonly Row[] = [
  row("serving.kserve.io/v1alpha1/ServingRuntime", "own-sklearn", {
    spec: {
      supportedModelFormats: [{ name: "sklearn", version: "1", autoSelect: false }],
      protocolVersions: ["v2"],
      containers: [
        { name: "kserve-container", image: "kserve/sklearnserver:v0.16.0", args: ["--model_name={{.Name}}"] },
      ],
    },
  }),
  row(
    "serving.kserve.io/v1alpha1/ClusterServingRuntime",
    "research-sklearn",
    { spec: { containers: [{ name: "kserve-container", image: "kserve/sklearnserver:v0.16.0" }] } },
    { clusterWide: true },
  ),
  row(
    "serving.kserve.io/v1beta1/InferenceService",
    "churn",
    {
      spec: {
        predictor: {
          minReplicas: 1,
          serviceAccountName: "default-editor",
          model: {
            modelFormat: { name: "sklearn" },
            runtime: "own-sklearn",
            storageUri: "s3://models/research/churn/1/",
            resources: { requests: { cpu: "1", memory: "2Gi" } },
          },
        },
      },
    },
    {
      annotations: { "serving.kserve.io/deploymentMode": "RawDeployment" },
      finalizers: ["inferenceservice.finalizers"],
      status: {
        url: "http://churn-research.example.com",
        conditions: [condition("Ready"), condition("PredictorReady")],
        components: { predictor: { url: "http://churn-predictor-research.example.com" } },
        modelStatus: {
          transitionStatus: "UpToDate",
          states: { activeModelState: "Loaded", targetModelState: "Loaded" },
        },
      },
    },
  ),
  row(
    "serving.kserve.io/v1beta1/InferenceService",
    "images",
    {
      spec: {
        predictor: {
          canaryTrafficPercent: 20,
          containers: [{ name: "kserve-container", image: "registry.example.com/images:2" }],
        },
        transformer: { containers: [{ name: "kserve-container", image: "registry.example.com/resize:1" }] },
      },
    },
    {
      annotations: { "serving.kserve.io/deploymentMode": "Serverless" },
      status: {
        url: "http://images.research.example.com",
        conditions: [condition("Ready", { severity: "Info" })],
      },
    },
  ),
  row(
    "serving.kserve.io/v1alpha1/InferenceGraph",
    "both",
    {
      spec: {
        nodes: {
          root: {
            routerType: "Sequence",
            steps: [{ name: "resize", serviceName: "images" }, { serviceName: "churn" }],
          },
        },
      },
    },
    { status: { conditions: [condition("Ready")] } },
  ),
  row("serving.kserve.io/v1alpha1/TrainedModel", "churn-eu", {
    spec: {
      inferenceService: "churn",
      model: { framework: "sklearn", memory: "1Gi", storageUri: "s3://models/eu/" },
    },
  }),
  row(
    "serving.kserve.io/v1alpha1/LLMInferenceService",
    "assistant",
    {
      spec: {
        model: { uri: "hf://example/assistant-7b", name: "assistant" },
        replicas: 2,
        router: { route: {}, gateway: {}, scheduler: {} },
        template: { containers: [{ name: "main", image: "registry.example.com/vllm:1" }] },
      },
    },
    { status: { conditions: [condition("Ready")], url: "http://assistant.example.com" } },
  ),
  row("serving.kserve.io/v1alpha1/LLMInferenceServiceConfig", "two-replicas", { spec: { replicas: 2 } }),
  row("inference.networking.x-k8s.io/v1alpha2/InferencePool", "assistant", {
    spec: { selector: { app: "assistant" }, targetPortNumber: 8000, extensionRef: { name: "assistant-epp" } },
  }),
  row("inference.networking.x-k8s.io/v1alpha2/InferenceModel", "assistant", {
    spec: { modelName: "assistant", criticality: "Critical", poolRef: { name: "assistant" } },
  }),
  row(
    "serving.knative.dev/v1/Service",
    "images-predictor",
    {
      spec: { template: { spec: { containers: [{ image: "registry.example.com/images:2" }] } } },
    },
    {
      owner: "InferenceService/images",
      status: { conditions: [condition("Ready")], url: "http://images-predictor" },
    },
  ),
  row(
    "serving.knative.dev/v1/Configuration",
    "images-predictor",
    { spec: { template: { spec: { containers: [{ image: "registry.example.com/images:2" }] } } } },
    { owner: "Service/images-predictor" },
  ),
  row(
    "serving.knative.dev/v1/Revision",
    "images-predictor-00002",
    { spec: { containers: [{ image: "registry.example.com/images:2" }] } },
    { owner: "Configuration/images-predictor", status: { conditions: [condition("Ready")] } },
  ),
  row(
    "serving.knative.dev/v1/Route",
    "images-predictor",
    { spec: { traffic: [{ latestRevision: true, percent: 100 }] } },
    { owner: "Service/images-predictor" },
  ),
  row("serving.knative.dev/v1beta1/DomainMapping", "images.example.com", {
    spec: { ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "images-predictor" } },
  }),
];
