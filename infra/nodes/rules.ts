import type { SystemNodesConfig } from "../config/nodes";
import type { AwsFacts } from "../facts";
import { capacityMistakes } from "./capacity-rules";
import { typeMistakes, type TypesAt } from "./instance-rules";
import { labelMistakes, taintMistakes } from "./label-rules";
import type { Mistake } from "../mistake";
import type { PoolConfig } from "./pool";
import type { NodeProvisioner } from "./pools";

/** The part of infra's configuration that {@link nodeMistakes} looks at. */
export interface NodesConfig {
  readonly region: string;
  readonly nodeProvisioner: NodeProvisioner;
  readonly nodePools: readonly PoolConfig[];
  readonly systemNodes: Pick<SystemNodesConfig, "instanceTypes" | "minSize" | "maxSize">;
}

/** The pool that the system nodes would be mistaken for. */
const RESERVED_NAME = "system";

/** What is wrong with the configured nodes, and can be known without asking AWS. */
export function nodeMistakes(config: NodesConfig, facts: AwsFacts): Mistake[] {
  return [
    ...systemMistakes(config, facts),
    ...nameMistakes(config.nodePools),
    ...config.nodePools.flatMap((pool, index) => {
      const path = ["nodePools", index];
      const at: TypesAt = { path, instanceTypes: pool.instanceTypes, region: config.region };
      return [
        ...typeMistakes(at, facts),
        ...capacityMistakes(
          { path, pool, provisioner: config.nodeProvisioner, region: config.region },
          facts,
        ),
        ...labelMistakes(path, pool.labels),
        ...taintMistakes(path, pool.taints),
      ];
    }),
  ];
}

function systemMistakes({ systemNodes, region }: NodesConfig, facts: AwsFacts): Mistake[] {
  const path = ["systemNodes"];
  const { instanceTypes, minSize, maxSize } = systemNodes;
  const withGpu = instanceTypes.flatMap((name, index): Mistake[] =>
    facts.instanceType(name)?.gpu === undefined
      ? []
      : [
          {
            path: [...path, "instanceTypes", index],
            message: `${name} has GPUs, which no controller needs; take a type such as m7i.large`,
          },
        ],
  );
  const size: Mistake[] =
    maxSize < minSize
      ? [
          {
            path: [...path, "maxSize"],
            message: `${maxSize} is less than minSize, ${minSize}; take ${minSize} or more`,
          },
        ]
      : [];
  return [...typeMistakes({ path, instanceTypes, region }, facts), ...withGpu, ...size];
}

function nameMistakes(pools: readonly PoolConfig[]): Mistake[] {
  return pools.flatMap(({ name }, index): Mistake[] => {
    const path = ["nodePools", index, "name"];
    if (name === RESERVED_NAME) {
      return [{ path, message: `"${name}" is the name of the nodes that run the controllers; take another` }];
    }
    const first = pools.findIndex((pool) => pool.name === name);
    return first === index
      ? []
      : [{ path, message: `"${name}" is the name of nodePools[${first}] already; each pool has its own` }];
  });
}
