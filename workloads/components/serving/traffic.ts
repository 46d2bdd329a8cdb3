import type { Manifest } from "../../../kube/manifest";
import type { JsonObject } from "../../../plugin/json";
import { entryOf, type Part, type Service, type Version } from "./inference-service-spec";

/** Header of requests that chooses a version, and of answers that says which one it was. */
export const VERSION_HEADER = "x-model-version";

/** The gateway that KServe's own routes are at (platform/serving/kserve-config.ts). */
const gateway = "kubeflow/kubeflow-gateway";

/** Port of each Service that KServe makes in the Standard mode (service_reconciler.go of 0.16). */
const port = 80;

/** Requests for an explanation, in both protocols; KServe's Ingress in the Standard mode leads none of them there. */
const explanations = "/v[12]/models/[^/]+:explain";

/** A version and its share of the traffic. */
interface Share {
  readonly version: Version;
  readonly title: "stable" | "canary";
  readonly weight: number;
}

/**
 * The ways to a model in the Standard mode. None in the Knative mode, where KServe makes them.
 *
 * KServe's own way would be an Ingress, which istiod turns into a route of the same gateway and host: of two routes the
 * older one would win. KServe makes none where an InferenceService is `cluster-local`, but takes none away that is
 * there (kube_ingress_reconciler.go of 0.16). So every InferenceService is, from its first day, and its address is led
 * to by one VirtualService, in which a canary is no more than a change of weights. A second one splits what pods of the
 * namespace send to the model's Service directly.
 */
export function virtualServices(service: Service): Manifest[] {
  const { name, namespace, mode, args, versions } = service;
  if (mode === "Knative") {
    return [];
  }
  const { domain } = args.platform.serving;
  const entry = entryOf(args);
  const shares = sharesOf(service);
  const parts = args.explainer === undefined ? [entry] : (["explainer", entry] as const);
  const outside = virtualService(`model-${name}`, namespace, {
    gateways: [gateway],
    hosts: [`${name}-${namespace}.${domain}`],
    http: parts.flatMap((part) => rules(service, part, shares)),
  });
  const own = { sourceLabels: { "serving.kserve.io/inferenceservice": name } };
  const inside = virtualService(`model-${name}-inside`, namespace, {
    // Other namespaces come through the gateway; nothing of this is for their sidecars.
    exportTo: ["."],
    gateways: ["mesh"],
    hosts: [serviceHost(name, entry, namespace)],
    http: [
      // An explainer asks the model that it explains.
      ...(args.explainer === undefined || entry !== "predictor"
        ? []
        : [{ match: [own], route: [{ destination: destination(name, entry, namespace) }] }]),
      ...rules(service, entry, shares),
    ],
  });
  return versions.length === 1 ? [outside] : [outside, inside];
}

/** The URL that clients call the model at, as far as it is known from here: that of both modes. */
export function urlOf({ name, namespace, args }: Service): string {
  const { scheme, domain } = args.platform.serving;
  return `${scheme}://${name}-${namespace}.${domain}`;
}

function sharesOf({ versions, args }: Service): Share[] {
  const percent = args.canary?.percent ?? 0;
  return versions.map((version, index) =>
    index === 0
      ? { version, title: "stable", weight: 100 - percent }
      : { version, title: "canary", weight: percent },
  );
}

/** For one part: a rule for each version that a header may choose, and one that shares out the rest. */
function rules({ namespace, args }: Service, part: Part, shares: readonly Share[]): JsonObject[] {
  const uri: JsonObject = part === "explainer" ? { uri: { regex: explanations } } : {};
  const timeout: JsonObject = args.timeoutSeconds === undefined ? {} : { timeout: `${args.timeoutSeconds}s` };
  const chosen = shares.length === 1 ? [] : shares;
  return [
    ...chosen.map(({ version, title }): JsonObject => ({
      match: [{ ...uri, headers: { [VERSION_HEADER]: { exact: title } } }],
      route: [{ destination: destination(version.name, part, namespace), headers: saying(title) }],
      ...timeout,
    })),
    {
      ...(part === "explainer" ? { match: [uri] } : {}),
      route: shares.map(({ version, title, weight }) => ({
        destination: destination(version.name, part, namespace),
        ...(shares.length === 1 ? {} : { headers: saying(title), weight }),
      })),
      ...timeout,
    },
  ];
}

function saying(title: string): JsonObject {
  return { response: { set: { [VERSION_HEADER]: title } } };
}

function destination(service: string, part: Part, namespace: string): JsonObject {
  return { host: serviceHost(service, part, namespace), port: { number: port } };
}

function serviceHost(service: string, part: Part, namespace: string): string {
  return `${service}-${part}.${namespace}.svc.cluster.local`;
}

function virtualService(name: string, namespace: string, spec: JsonObject): Manifest {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name, namespace },
    spec,
  };
}
