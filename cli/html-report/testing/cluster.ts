import type { KubeObject } from "../../../kube";
import type { JsonObject } from "../../../plugin/json";
import { type ClusterObjects, type ObservedKind, observedKinds } from "../model/objects";
import { Placement } from "../model/placement";
import type { Findings } from "../model/report";
import { observed } from "./observability";

/** An object of a kind that the report reads. */
export function object(kind: ObservedKind, place: string, rest: JsonObject = {}): KubeObject {
  const [namespace = "", name] = place.split("/");
  const apiVersion = observedKinds.find((one) => one.kind === kind)?.apiVersion ?? "";
  const { metadata, ...others } = rest;
  const more = typeof metadata === "object" && !Array.isArray(metadata) ? metadata : {};
  return {
    apiVersion,
    kind,
    ...others,
    metadata: {
      name: name ?? namespace,
      ...(name !== undefined && { namespace }),
      uid: `${kind} ${place}`,
      ...more,
    },
  };
}

/** Objects as a cluster shows them; kinds without any are there all the same. */
export function cluster(...objects: readonly KubeObject[]): ClusterObjects {
  return Object.fromEntries(
    observedKinds.map(({ kind }) => [kind, objects.filter((one) => one.kind === kind)]),
  );
}

/** A Deployment; ready where as many replicas are available as are wanted. */
export function deployment(
  place: string,
  available: number,
  wanted: number,
  image = "ghcr.io/x/y:1",
): KubeObject {
  return object("Deployment", place, {
    spec: { replicas: wanted, template: { spec: { containers: [{ name: "main", image }] } } },
    status: { replicas: wanted, updatedReplicas: wanted, availableReplicas: available },
  });
}

/** A running pod that asks for something. */
export function pod(place: string, node: string, requests: JsonObject, rest: JsonObject = {}): KubeObject {
  return object("Pod", place, {
    spec: {
      ...(node !== "" && { nodeName: node }),
      containers: [{ name: "main", image: "ghcr.io/x/y:1", resources: { requests } }],
    },
    status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
    ...rest,
  });
}

/** A ready node of a pool. */
export function node(name: string, pool: string, allocatable: JsonObject): KubeObject {
  return object("Node", name, {
    metadata: { labels: { "kubeflow-on-aws/pool": pool, "node.kubernetes.io/instance-type": "m7i.xlarge" } },
    status: {
      allocatable,
      conditions: [{ type: "Ready", status: "True" }],
      nodeInfo: { kubeletVersion: "v1.35.0" },
    },
  });
}

const urn = (types: string, name: string): string => `urn:pulumi:test::kubeflow-platform::${types}::${name}`;

/** A state that holds a component with a Deployment, and an add-on with a chart. */
export const placement = new Placement(
  [
    { name: "dex", title: "Dex" },
    { name: "kueue", title: "Kueue", chart: { name: "kueue", version: "0.19.2", namespace: "kueue-system" } },
    { name: "off", title: "Not installed" },
  ],
  [
    { urn: urn("kubeflow:platform:Component", "dex"), type: "kubeflow:platform:Component" },
    {
      urn: urn("kubeflow:platform:Component$kubernetes:apps/v1:Deployment", "auth/dex"),
      type: "kubernetes:apps/v1:Deployment",
      parent: urn("kubeflow:platform:Component", "dex"),
    },
    {
      urn: urn("kubeflow:platform:Component$kubernetes:core/v1:Namespace", "auth"),
      type: "kubernetes:core/v1:Namespace",
      parent: urn("kubeflow:platform:Component", "dex"),
    },
    { urn: urn("kubeflow:platform:Addon", "kueue"), type: "kubeflow:platform:Addon" },
    {
      urn: urn("kubeflow:platform:Addon$kubernetes:helm.sh/v3:Release", "kueue"),
      type: "kubernetes:helm.sh/v3:Release",
      parent: urn("kubeflow:platform:Addon", "kueue"),
    },
  ],
);

/** Marks an object as one of a Helm release. */
export function released(made: KubeObject, release: string, namespace: string): KubeObject {
  const annotations = { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": namespace };
  return { ...made, metadata: { ...made.metadata, annotations } };
}

/** A text that would do harm if a page took it for its own. */
export const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;

const price = { oldest: "2026-01-01", newest: "2026-06-01", prices: 2, stale: 0 };

/** Findings in which there is something to say in every part of the page, in good and bad states. */
export function findings(changes: Partial<Findings> = {}): Findings {
  return {
    environment: "dev",
    now: new Date("2026-11-25T12:00:00Z"),
    command: "npm run status -- dev --html",
    stacks: [
      { room: "infra", up: true, objects: 80, updated: "2026-11-25T11:00:00Z", outputs: {} },
      { room: "platform", up: true, objects: 700, updated: "2026-11-25T11:10:00Z", outputs: {} },
      { room: "workloads", up: true, objects: 30, updated: "2026-11-25T11:20:00Z", outputs: {} },
    ],
    placement,
    release: "26.03",
    simulated: false,
    place: "AWS, eu-central-1",
    cluster: {
      version: "v1.35.2",
      objects: everything(),
      reasons: new Map([["Deployment/auth/dex", [`event BackOff: ${hostile}`]]]),
      unreadable: ["Event: events is forbidden"],
    },
    versions: [
      { what: "Kubeflow", version: "26.03", from: "release", standing: { state: "newest" } },
      { what: "kueue", version: "0.19.2", from: "chart", standing: { state: "behind", newest: "0.20.0" } },
      { what: "kubelet of 2 nodes", version: "v1.35.0", from: "nodes", standing: undefined },
    ],
    cost: {
      kind: "aws",
      cost: {
        environment: "dev",
        region: "eu-central-1",
        totalCents: 12_345,
        parts: [
          {
            part: "nodes",
            totalCents: 12_345,
            items: [
              { what: "m7i.large", count: 2, unit: "", monthlyCents: 12_345 },
              { what: "a strange thing", count: 1, unit: "GB", monthlyCents: undefined },
            ],
          },
        ],
        unknown: ["a strange thing"],
        perUse: ["S3 Standard"],
        age: price,
      },
    },
    observability: observed(hostile),
    madeWith: ["kubeflow-on-aws 0.1.0", "Node.js 22.0.0"],
    ...changes,
  };
}

function everything(): ClusterObjects {
  return cluster(
    object("Namespace", "kube-system", { metadata: { creationTimestamp: "2026-11-20T08:00:00Z" } }),
    node("a-1", "cpu", { cpu: "4", memory: "16Gi", pods: "58" }),
    node("a-2", "gpu", { cpu: "8", memory: "32Gi", pods: "58", "nvidia.com/gpu": "1" }),
    deployment("auth/dex", 0, 1, "ghcr.io/dexidp/dex:v2.45.0"),
    released(deployment("kueue-system/kueue-controller-manager", 1, 1), "kueue", "kueue-system"),
    deployment(
      "kube-system/coredns",
      2,
      2,
      `602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/coredns:v1@sha256:${"a".repeat(64)}`,
    ),
    pod("team-a/train-0", "a-2", { cpu: "2", memory: "8Gi", "nvidia.com/gpu": "1" }),
    pod("team-a/waits", "", { cpu: "2" }, { status: { phase: "Pending" } }),
    object("Profile", "team-a", { spec: { owner: { kind: "User", name: "ann@example.com" } } }),
    object("RoleBinding", "team-a/user-bob", {
      metadata: { annotations: { user: "bob@example.com", role: "view" } },
    }),
    object("ResourceQuota", "team-a/kf-resource-quota", {
      spec: { hard: { "requests.cpu": "8", "requests.nvidia.com/gpu": "1" } },
      status: { used: { "requests.cpu": "9", "requests.nvidia.com/gpu": "1" } },
    }),
    object("PersistentVolumeClaim", "team-a/data", {
      spec: { resources: { requests: { storage: "10Gi" } } },
    }),
    object("LocalQueue", "team-a/default", { spec: { clusterQueue: "research" } }),
    object("ClusterQueue", "research", {
      spec: {
        cohortName: "kubeflow",
        resourceGroups: [
          { flavors: [{ name: "gpu", resources: [{ name: "nvidia.com/gpu", nominalQuota: "8" }] }] },
        ],
      },
      status: {
        pendingWorkloads: 2,
        admittedWorkloads: 1,
        flavorsUsage: [{ name: "gpu", resources: [{ name: "nvidia.com/gpu", total: "9", borrowed: "1" }] }],
      },
    }),
    object("TrainJob", "team-a/train", { status: { conditions: [{ type: "Failed", status: "True" }] } }),
    object("Notebook", "team-a/n", { status: { conditions: [{ type: "Ready", status: "True" }] } }),
    object("Event", "auth/e1", {
      type: "Warning",
      reason: "BackOff",
      message: hostile,
      count: 3,
      lastTimestamp: "2026-11-25T11:59:00Z",
      involvedObject: { kind: "Pod", namespace: "auth", name: "dex-1" },
    }),
  );
}
