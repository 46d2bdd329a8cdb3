import { InfraOutputs, PlatformOutputs, WorkloadsOutputs } from "../../contract";
import { KubeClient } from "../../kube";
import { type Changes, countObjects, describeChanges, isChanged } from "../progress/changes";
import type { Style } from "../terminal/style";
import { count, duration, table } from "../terminal/text";

/** What a summary is made from. */
export interface SummaryInput {
  readonly environment: string;
  /** What each program returned, by room. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly changes: Changes;
  readonly plugins: "official" | "stand-in" | undefined;
  readonly elapsed: number;
  readonly kubeconfig: string | undefined;
  readonly signal: AbortSignal;
}

/** What is there after `up`. */
export interface Summary {
  /** For programs; no secret in it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** For people. */
  readonly text: (style: Style) => string;
}

/** The facts behind a summary. */
export interface SummaryFacts extends Omit<SummaryInput, "outputs" | "kubeconfig" | "signal"> {
  readonly infra: InfraOutputs | undefined;
  readonly platform: PlatformOutputs | undefined;
  readonly workloads: WorkloadsOutputs | undefined;
  /** Number of nodes; undefined where the cluster wasn't asked. */
  readonly nodes: number | undefined;
}

const nodesPatience = 5000;

/** Puts together what `up` says at its end. */
export async function summarize(input: SummaryInput): Promise<Summary> {
  const { outputs } = input;
  const facts: SummaryFacts = {
    ...input,
    infra: InfraOutputs.safeParse(outputs.infra).data,
    platform: PlatformOutputs.safeParse(outputs.platform).data,
    workloads: WorkloadsOutputs.safeParse(outputs.workloads).data,
    nodes: await countNodes(input.kubeconfig, input.signal),
  };
  return { data: summaryData(facts), text: (style) => summaryText(facts, style) };
}

/** The summary for programs. */
export function summaryData(facts: SummaryFacts): Record<string, unknown> {
  const { infra, platform, workloads } = facts;
  return {
    environment: facts.environment,
    cluster: infra && {
      name: infra.cluster.name,
      kubernetesVersion: infra.cluster.kubernetesVersion,
      endpoint: infra.cluster.endpoint,
      simulated: infra.cluster.simulated,
      nodes: facts.nodes,
    },
    release: platform?.release,
    components: platform?.components,
    addons: platform?.addons,
    tenants: workloads?.tenants,
    examples: workloads?.examples,
    plugins: facts.plugins,
    milliseconds: facts.elapsed,
  };
}

/** The summary for people. */
export function summaryText(facts: SummaryFacts, style: Style): string {
  const { infra, platform, workloads, environment, changes, elapsed } = facts;
  const total = changes.created + changes.updated + changes.replaced + changes.same;
  const headline = isChanged(changes)
    ? `${environment} is up: ${describeChanges(changes)}`
    : `${environment} is up; nothing changed, all ${countObjects(total)} are as they should be`;
  const examples = Object.entries(workloads?.examples ?? {}).map(
    ([name, { kind, namespace }]) => `${name} (${kind} in ${namespace})`,
  );
  const tenants = (workloads?.tenants ?? []).map(({ name, owner }) => `${name} (${owner})`);
  const rows = [
    ...(infra === undefined ? [] : [["cluster", describeCluster(infra, facts.nodes)]]),
    ...(platform === undefined
      ? []
      : [
          ["platform", `Kubeflow ${platform.release}, ${count(platform.components.length, "component")}`],
          ...addonsRow(platform),
        ]),
    ...(tenants.length === 0 ? [] : [["tenants", tenants.join(", ")]]),
    ...examples.map((text, i) => [i === 0 ? "examples" : "", text]),
  ];
  const simulated = infra?.cluster.simulated === true ? [...simulationWarning(style), ""] : [];
  return [
    `${style.good("✔")} ${style.bold(headline)}  ${style.dim(duration(elapsed))}`,
    "",
    ...table(rows, "  "),
    "",
    ...simulated,
    ...standInNote(facts, style),
    ...nextSteps(facts, style),
  ].join("\n");
}

function describeCluster({ cluster, provider }: InfraOutputs, nodes: number | undefined): string {
  const many = nodes === undefined ? "" : `, ${count(nodes, cluster.simulated ? "simulated node" : "node")}`;
  return `${cluster.name}, Kubernetes ${cluster.kubernetesVersion} on ${provider === "aws" ? "AWS" : "this machine"}${many}`;
}

/** Where pods are simulated, charts aren't installed. */
function addonsRow({ addons, cluster }: PlatformOutputs): string[][] {
  const how = cluster.simulated ? " (definitions and our objects, not the charts)" : "";
  return addons.length === 0 ? [] : [["add-ons", `${addons.join(", ")}${how}`]];
}

/** Nobody should believe that a pipeline ran. */
function simulationWarning(style: Style): string[] {
  return [
    style.warn(
      style.bold("  The pods are SIMULATED: the API server is real, but nothing in any pod ever ran."),
    ),
    style.warn(
      "  Every object was accepted by the real API and CRDs; no training, pipeline or model was executed.",
    ),
  ];
}

function standInNote({ plugins }: SummaryFacts, style: Style): string[] {
  return plugins === "stand-in"
    ? [
        style.dim("  The kubernetes and random plugins are stand-ins: the official ones can't be had here."),
        "",
      ]
    : [];
}

function nextSteps({ environment }: SummaryFacts, style: Style): string[] {
  const env = environment === "local" ? "" : ` -- ${environment}`;
  const look: string[][] =
    environment === "local" ? [["KUBECONFIG=.local/kubeconfig kubectl get pods -A", "look around"]] : [];
  const rows = [
    ...look,
    [`npm run status${env}`, "how everything does"],
    [
      `npm run status -- ${environment === "local" ? "" : `${environment} `}--show-secrets`,
      "the generated credentials",
    ],
    [`npm run destroy${env}`, "delete it all"],
  ];
  return [
    "  Next:",
    ...table(
      rows.map(([command = "", what = ""]) => [style.accent(command), style.dim(what)]),
      "    ",
    ),
  ];
}

async function countNodes(kubeconfig: string | undefined, signal: AbortSignal): Promise<number | undefined> {
  if (kubeconfig === undefined) {
    return undefined;
  }
  const client = KubeClient.fromKubeconfig(kubeconfig);
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(nodesPatience)]);
    return (await client.list("v1", "Node", { signal: limit })).length;
  } catch {
    // A summary without the number is better than none.
    return undefined;
  } finally {
    await client.close();
  }
}
