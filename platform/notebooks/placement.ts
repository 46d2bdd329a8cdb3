import type { JsonObject } from "../../manifests";
import { acceleratedPools, affinityTo, type NodePool, nodesWith, tolerationsOf } from "../pools";
import type { Setting } from "../part";

/** How people know the vendors of accelerators; others are called by their resource. */
const vendors: Readonly<Record<string, string>> = {
  "nvidia.com/gpu": "NVIDIA GPU",
  "aws.amazon.com/neuron": "AWS Neuron",
};

/** Choice of a processor architecture, where pools have more than one: the notebook images are made for this one. */
const imageArchitecture = "amd64";

/** Accelerators that some pool has, as the form offers them; how many of them (1, 2, 4, 8) is fixed in the form. */
export function acceleratorChoices({ infra }: Pick<Setting, "infra">): JsonObject {
  const resources = new Set(
    acceleratedPools(infra).flatMap(({ accelerator }) => accelerator?.resource ?? []),
  );
  return {
    readOnly: false,
    value: {
      num: "none",
      vendor: [...resources][0] ?? "",
      vendors: [...resources].map((limitsKey) => ({ limitsKey, uiName: vendors[limitsKey] ?? limitsKey })),
    },
  };
}

/**
 * Pools to run on. None is chosen unless nodes of another architecture could be: then those that the images are made
 * for, with accelerators or without.
 */
export function affinityChoices({ infra }: Pick<Setting, "infra">): JsonObject {
  const mixed = new Set(infra.nodePools.map(({ architecture }) => architecture)).size > 1;
  const architecture = {
    configKey: imageArchitecture,
    displayName: `Any node of ${imageArchitecture}`,
    affinity: nodesWith("kubernetes.io/arch", [imageArchitecture]),
  };
  const pools = infra.nodePools.map((pool) => ({
    configKey: pool.name,
    displayName: describe(pool),
    affinity: affinityTo([pool]),
  }));
  return {
    readOnly: false,
    value: mixed ? imageArchitecture : "",
    options: [...(mixed ? [architecture] : []), ...pools],
  };
}

/** Pools that take only pods which say that they know of them. */
export function tolerationChoices({ infra }: Pick<Setting, "infra">): JsonObject {
  const options = infra.nodePools
    .filter(({ taints }) => taints.length > 0)
    .map((pool) => ({
      groupKey: pool.name,
      displayName: describe(pool),
      tolerations: tolerationsOf([pool]),
    }));
  return { readOnly: false, value: "", options };
}

function describe({ name, architecture, accelerator }: NodePool): string {
  const has = accelerator === undefined ? "" : `, ${accelerator.count} × ${accelerator.product} a node`;
  return `${name} (${architecture}${has})`;
}
