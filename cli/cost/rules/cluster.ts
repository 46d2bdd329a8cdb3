import { at, listAt, numberAt, textAt } from "../inputs";
import { kubernetesSupportEnded } from "../lifecycle";
import { type InventoryResource, type Quantity, type Rule, standing, unknown } from "../quantities";

const controlPlane: Rule = (resource, { now }) => {
  const ended = kubernetesSupportEnded(textAt(resource.inputs, "version") ?? "", now);
  return [
    standing("cluster", resource, "eksCluster", 1),
    ...(ended === undefined
      ? []
      : [standing("cluster", resource, "eksExtendedSupport", 1, `standard support ended on ${ended}`)]),
  ];
};

/** A cluster of @pulumi/eks is one resource in an inventory; unless told not to, it has nodes of its own. */
const eksCluster: Rule = (resource, around) => [
  ...controlPlane(resource, around),
  ...(at(resource.inputs, "skipDefaultNodeGroup") === true || at(resource.inputs, "fargate") === true
    ? []
    : [unknown("nodes", resource, "default node group of the cluster")]),
  ...(at(resource.inputs, "autoMode", "enabled") === true
    ? [unknown("nodes", resource, "EKS Auto Mode's share of its instances")]
    : []),
];

/** What EKS takes where a node group says nothing (EKS API, CreateNodegroup). */
const NODE_GROUP_DEFAULTS = { type: "t3.medium", diskGiB: 20 } as const;

const nodeGroup: Rule = (resource, around) => {
  const { inputs } = resource;
  const count =
    numberAt(inputs, "scalingConfig", "desiredSize") ?? numberAt(inputs, "scalingConfig", "minSize");
  if (count === undefined) {
    return [unknown("nodes", resource, "nodes of a group without a size")];
  }
  if (count === 0) {
    return [];
  }
  const template = templateOf(inputs, around.resources);
  const type = firstType(inputs) ?? textAt(template, "instanceType") ?? NODE_GROUP_DEFAULTS.type;
  const spot = textAt(inputs, "capacityType") === "SPOT";
  return [
    {
      part: "nodes",
      resource: resource.name,
      count,
      of: { kind: spot ? "spot" : "instance", type },
      note: "at its desired size",
    },
    ...volumes(resource, template, count),
  ];
};

function firstType(inputs: unknown): string | undefined {
  const [first] = listAt(inputs, "instanceTypes");
  return typeof first === "string" ? first : undefined;
}

/** Under the inventory's mocks, a resource's id is its name with a suffix. */
function templateOf(inputs: unknown, resources: readonly InventoryResource[]): unknown {
  const id = textAt(inputs, "launchTemplate", "id");
  const name = textAt(inputs, "launchTemplate", "name");
  return resources.find(
    (one) =>
      one.type === "aws:ec2/launchTemplate:LaunchTemplate" &&
      (id === `${one.name}-id` || (name !== undefined && textAt(one.inputs, "name") === name)),
  )?.inputs;
}

function volumes(resource: InventoryResource, template: unknown, nodes: number): readonly Quantity[] {
  if (template === undefined) {
    return at(resource.inputs, "launchTemplate") === undefined
      ? [
          standing(
            "nodes",
            resource,
            "gp3",
            nodes * (numberAt(resource.inputs, "diskSize") ?? NODE_GROUP_DEFAULTS.diskGiB),
          ),
        ]
      : [unknown("nodes", resource, "volumes of a launch template from elsewhere")];
  }
  return listAt(template, "blockDeviceMappings").map((mapping) =>
    volume(resource, at(mapping, "ebs"), nodes),
  );
}

function volume(resource: InventoryResource, ebs: unknown, nodes: number): Quantity {
  const size = numberAt(ebs, "volumeSize");
  const type = textAt(ebs, "volumeType") ?? "gp3";
  return size === undefined || type !== "gp3"
    ? unknown("nodes", resource, `${type} volumes of nodes`)
    : standing("nodes", resource, "gp3", size * nodes);
}

/** Rules of the cluster and of nodes that are there all the time. */
export const clusterRules: Readonly<Record<string, Rule>> = {
  "eks:index:Cluster": eksCluster,
  "aws:eks/cluster:Cluster": controlPlane,
  "aws:eks/nodeGroup:NodeGroup": nodeGroup,
  "eks:index:ManagedNodeGroup": nodeGroup,
};
