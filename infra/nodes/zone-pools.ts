import type { AwsInfraConfig } from "../config";
import type { AwsFacts } from "../facts";
import type { ZonePool } from "../network/zones";

/** Every pool that needs a zone where its types are offered, by its key in the configuration. */
export function zonePools(
  { systemNodes, nodePools }: Pick<AwsInfraConfig, "systemNodes" | "nodePools">,
  facts: AwsFacts,
): ZonePool[] {
  return [
    { name: "systemNodes", instanceTypes: systemNodes.instanceTypes, gpu: false },
    ...nodePools.map(({ instanceTypes }, index) => ({
      name: `nodePools.${index}`,
      instanceTypes,
      gpu: instanceTypes.some((type) => facts.instanceType(type)?.gpu !== undefined),
    })),
  ];
}
