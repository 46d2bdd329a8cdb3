import type { Transform } from "../../manifests";
import { changeConfigMap, setTexts, type Texts } from "../components/config-map";
import type { Context } from "../part";
import { placeholderDomain, servingDomain } from "./domain";

const inKnative = (name: string) => ({ name, namespace: "knative-serving" });

/**
 * Fields of pods that Knative refuses unless told otherwise, and what needs them. The webhook of Knative 1.21 checks
 * values, not names (pkg/apis/config/features.go): a wrong name would do nothing.
 */
export const podFeatures: Readonly<Record<string, string>> = {
  "kubernetes.podspec-affinity": "models that ask for a node pool",
  "kubernetes.podspec-nodeselector": "models that ask for a node pool",
  "kubernetes.podspec-tolerations": "models on GPU nodes",
  "kubernetes.podspec-topologyspreadconstraints": "replicas in several zones",
  "kubernetes.podspec-init-containers": "models that are fetched before their server starts",
  "kubernetes.podspec-persistent-volume-claim": "models on pvc://",
  "kubernetes.podspec-persistent-volume-write": "caches of models on volumes",
  "kubernetes.podspec-securitycontext": "runtimes that meet the restricted pod security standard",
  "kubernetes.podspec-fieldref": "runtimes that read the pod's name or address",
  "kubernetes.podspec-priorityclassname": "models that come before others",
};

/** Sets Knative up for KServe's models. */
export function knativeConfig(context: Context): readonly Transform[] {
  const { scaleToZero } = context.config.serving;
  const { domain, scheme } = servingDomain(context);
  return [
    addTexts(
      "config-features",
      Object.fromEntries(Object.keys(podFeatures).map((name) => [name, "enabled"])),
    ),
    addTexts("config-autoscaler", {
      "enable-scale-to-zero": String(scaleToZero.enabled),
      "scale-to-zero-grace-period": `${scaleToZero.gracePeriodSeconds}s`,
      "scale-to-zero-pod-retention-period": `${scaleToZero.retentionSeconds}s`,
    }),
    addTexts("config-network", {
      "default-external-scheme": scheme,
      // One label, which the wildcard certificate of the domain covers.
      "domain-template": "{{.Name}}-{{.Namespace}}.{{.Domain}}",
    }),
    // A revision is a Deployment with a whole model; upstream keeps 20 or more of them for two days each.
    addTexts("config-gc", { "min-non-active-revisions": "2", "max-non-active-revisions": "10" }),
    servedDomain(domain),
    // Knative says nothing about itself since 1.19 unless asked; queue-proxy answers at port 9091.
    ...(context.has("prometheus")
      ? [addTexts("config-observability", { "request-metrics-protocol": "prometheus" })]
      : []),
  ];
}

/**
 * Adds settings to one of Knative's ConfigMaps, which come with none but an example.
 *
 * @throws Error where the example doesn't name a setting: this release would not read it
 */
function addTexts(name: string, texts: Texts): Transform {
  return changeConfigMap(inKnative(name), (current) => {
    const example = current._example ?? "";
    const unknown = Object.keys(texts).filter((key) => !new RegExp(`^\\s*#?\\s*${key}:`, "m").test(example));
    if (unknown.length > 0) {
      throw new Error(`ConfigMap/knative-serving/${name} of this release doesn't know ${unknown.join(", ")}`);
    }
    return { ...current, ...texts };
  });
}

/** The domain of every model. @throws Error where the release has another placeholder */
function servedDomain(domain: string): Transform {
  if (domain === placeholderDomain) {
    return setTexts(inKnative("config-domain"), { [placeholderDomain]: "" });
  }
  return changeConfigMap(inKnative("config-domain"), ({ [placeholderDomain]: placeholder, ...others }) => {
    if (placeholder === undefined) {
      throw new Error(`ConfigMap/knative-serving/config-domain has no ${placeholderDomain} to replace`);
    }
    return { ...others, [domain]: placeholder };
  });
}
