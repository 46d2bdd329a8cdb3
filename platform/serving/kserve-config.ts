import * as z from "zod";
import type { Transform } from "../../manifests";
import { changeConfigMap, changeJson, type Texts } from "../components/config-map";
import type { Context, Setting } from "../part";
import { servingDomain } from "./domain";
import { requestLogs } from "./request-logs";

/** KServe's configuration: a ConfigMap with a JSON document for each topic. */
const target = { name: "inferenceservice-config", namespace: "kubeflow" } as const;

/** What is read of the documents of KServe 0.16 (pkg/apis/serving/v1beta1/configmap.go); the rest of them is kept. */
const documents = {
  deploy: z.looseObject({ defaultDeploymentMode: z.string() }),
  ingress: z.looseObject({
    enableGatewayApi: z.literal(false),
    ingressGateway: z.string(),
    ingressDomain: z.string(),
    ingressClassName: z.string(),
    domainTemplate: z.string(),
    urlScheme: z.string(),
    disableIstioVirtualHost: z.boolean(),
    disableIngressCreation: z.boolean(),
  }),
  credentials: z.looseObject({
    s3: z.looseObject({
      s3Endpoint: z.string(),
      s3UseHttps: z.string(),
      s3Region: z.string(),
      s3VerifySSL: z.string(),
      s3UseAnonymousCredential: z.string(),
    }),
  }),
  storageInitializer: z.looseObject({
    image: z.string(),
    memoryRequest: z.string(),
    memoryLimit: z.string(),
    cpuRequest: z.string(),
    cpuLimit: z.string(),
  }),
  logger: z.looseObject({ image: z.string(), defaultUrl: z.string() }),
  autoscaler: z.looseObject({
    scaleUpStabilizationWindowSeconds: z.string(),
    scaleDownStabilizationWindowSeconds: z.string(),
  }),
  metricsAggregator: z.looseObject({
    enableMetricAggregation: z.string(),
    enablePrometheusScraping: z.string(),
  }),
  security: z.looseObject({ autoMountServiceAccountToken: z.boolean() }),
};

/**
 * Sets KServe up for an environment.
 *
 * @throws Error where a document of the release looks otherwise than that of KServe 0.16
 */
export function kserveConfig(context: Context): Transform {
  return changeConfigMap(target, (texts) =>
    changes(context).reduce<Texts>((current, change) => change(current), texts),
  );
}

function changes(context: Context): ((texts: Texts) => Texts)[] {
  const { config, infra } = context;
  const { mode, storageInitializer, autoscaling } = config.serving;
  const { region } = infra.aws ?? {};
  return [
    changeJson("deploy", documents.deploy, (deploy) => ({ ...deploy, defaultDeploymentMode: mode })),
    changeJson("ingress", documents.ingress, (ingress) => ({ ...ingress, ...ingressSettings(context) })),
    ...(region === undefined ? [] : [changeJson("credentials", documents.credentials, keyless(region))]),
    changeJson("storageInitializer", documents.storageInitializer, (initializer) => ({
      ...initializer,
      ...storageInitializer,
    })),
    changeJson("logger", documents.logger, (logger) => ({
      ...logger,
      // Upstream's is a broker that nobody runs.
      defaultUrl: requestLogs(context)?.url ?? logger.defaultUrl,
    })),
    changeJson("autoscaler", documents.autoscaler, (autoscaler) => ({
      ...autoscaler,
      scaleUpStabilizationWindowSeconds: String(autoscaling.scaleUpStabilizationSeconds),
      scaleDownStabilizationWindowSeconds: String(autoscaling.scaleDownStabilizationSeconds),
    })),
    changeJson("metricsAggregator", documents.metricsAggregator, (aggregator) => ({
      ...aggregator,
      enableMetricAggregation: "false",
      // Names queue-proxy's port, which only pods of the Knative mode have; the others' is their runtime's.
      enablePrometheusScraping: String(context.has("prometheus") && mode === "Knative"),
    })),
    // Model servers don't ask the API server; Pod Identity brings a token of its own.
    changeJson("security", documents.security, (security) => ({
      ...security,
      autoMountServiceAccountToken: !config.hardening.enabled,
    })),
  ];
}

/**
 * Knative's services are routed by Istio's VirtualServices; Standard ones by Ingresses of class `istio`, which istiod
 * serves at the same gateway. The Gateway API would need definitions that release 26.03 doesn't install.
 */
function ingressSettings(setting: Setting) {
  const { domain, scheme } = servingDomain(setting);
  return {
    enableGatewayApi: false as const,
    ingressGateway: "kubeflow/kubeflow-gateway",
    ingressDomain: domain,
    ingressClassName: ingressClass,
    domainTemplate: "{{ .Name }}-{{ .Namespace }}.{{ .IngressDomain }}",
    urlScheme: scheme,
    disableIstioVirtualHost: false,
    disableIngressCreation: false,
  };
}

/** Class of the Ingresses that istiod serves. */
export const ingressClass = "istio";

/**
 * S3 without keys: the region and nothing else. KServe sets these only where a service account refers to a Secret or a
 * role; with Pod Identity the pod gets region and credentials from EKS, and everything here keeps out of the way.
 */
function keyless(region: string) {
  return (document: z.output<typeof documents.credentials>) => ({
    ...document,
    s3: {
      ...document.s3,
      s3Endpoint: "",
      s3UseHttps: "1",
      s3Region: region,
      s3VerifySSL: "1",
      s3UseAnonymousCredential: "false",
    },
  });
}
