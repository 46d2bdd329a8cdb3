import { stringify } from "yaml";
import { isObject, type Json, type JsonObject, type Transform } from "../../manifests";
import { changeConfigMap, readYaml } from "../components/config-map";
import type { Setting } from "../part";

const file = "katib-config.yaml";

/**
 * Resources of a suggestion service. Katib gives them 10 MiB and a limit of 100 MiB where its configuration says nothing
 * (0.19.0, pkg/apis/config/v1beta1/defaults.go). Measured: Python with gRPC and skopt, after 30 points of 5 parameters,
 * holds 159 MiB, with hyperopt 122, with optuna 51. What Katib has for processors and disk stays.
 */
const suggestionResources: JsonObject = {
  requests: { cpu: "50m", memory: "192Mi" },
  limits: { cpu: "500m", memory: "1Gi" },
};

/** The algorithm that keeps its populations on a volume which all its trials mount. */
const sharedVolumeAlgorithm = "pbt";

/** All that {@link suggestionTransforms} puts into Katib's configuration, for a digest of it. */
export function suggestionSettings({ infra }: Pick<Setting, "infra">): JsonObject {
  return { shared: infra.storageClasses.shared ?? null, resources: suggestionResources };
}

/**
 * Katib's configuration: suggestion services get memory to start with, and population based training the class of
 * volumes that many nodes can mount. Where there is none it is left out, so that its experiments are refused when they
 * are made instead of waiting for a volume for ever.
 */
export function suggestionTransforms({ infra }: Pick<Setting, "infra">): readonly Transform[] {
  const { shared } = infra.storageClasses;
  return [
    changeConfigMap({ name: "katib-config", namespace: "kubeflow" }, (texts, object) => {
      const config = readYaml(texts, file);
      const runtime = isObject(config) ? config.runtime : undefined;
      if (!isObject(config) || !isObject(runtime) || !Array.isArray(runtime.suggestions)) {
        throw new Error(`${object} of this release has no suggestions in ${file}`);
      }
      const suggestions = runtime.suggestions.filter(isObject).flatMap((entry) => changed(entry, shared));
      return { [file]: stringify({ ...config, runtime: { ...runtime, suggestions } }, { lineWidth: 0 }) };
    }),
  ];
}

function changed(entry: JsonObject, shared: string | undefined): Json[] {
  const withResources = { ...entry, resources: entry.resources ?? suggestionResources };
  const claim = entry.persistentVolumeClaimSpec;
  if (entry.algorithmName !== sharedVolumeAlgorithm || !isObject(claim)) {
    return [withResources];
  }
  return shared === undefined
    ? []
    : [{ ...withResources, persistentVolumeClaimSpec: { ...claim, storageClassName: shared } }];
}
