import { messageOf, UserError } from "../../config/errors";
import { enginesWords } from "../engine/trouble";
import { explain, KubeClient, type ObjectRef } from "../../kube";
import type { Failure, StackView } from "../progress/view";
import type { Style } from "../terminal/style";
import { count, cut, indent } from "../terminal/text";

/** What is known of a stack's operation that failed. */
export interface FailedRun {
  readonly command: "up" | "preview" | "destroy";
  readonly environment: string;
  readonly room: string;
  readonly view: StackView;
  /** What the program threw, where it did. */
  readonly thrown: unknown;
  /** The engine's own words, for failures before its first event. */
  readonly output: string;
  /** What the cluster says of each object, by URN. */
  readonly explanations: ReadonlyMap<string, readonly string[]>;
  /** File with all that the engine said. */
  readonly log: string;
}

/** Objects beyond this number are only counted: the first one is nearly always the cause. */
const shownFailures = 5;
const longestMessage = 30;
const widestLine = 300;
const explainPatience = 15_000;

/** The report of a failure: which object, why, what was done before, how to go on. */
export function failureReport(run: FailedRun, style: Style): string {
  const { view, thrown, room, environment } = run;
  if (thrown instanceof UserError) {
    return `${style.bad("✗")} ${room}: ${thrown.message}`;
  }
  if (isRefusal(view)) {
    const kept = view.planned
      ? []
      : ["", `  ${count(view.done, "object")} of this stack ${areOf(view.done)} done; the state is kept.`];
    return [`${style.bad("✗")} ${room}: ${view.refused.join("\n")}`, ...kept].join("\n");
  }
  const shown = view.failures.slice(0, shownFailures);
  const hidden = view.failures.length - shown.length;
  const objects = shown.flatMap((failure) => describeFailure(failure, run, style));
  const general = shown.length === 0 ? generalErrors(run) : [];
  const { done } = view;
  const goOn =
    environment === "local" ? `npm run ${run.command}` : `npm run ${run.command} -- ${environment}`;
  return [
    style.bad(`✗ ${room} failed`),
    ...objects,
    ...(hidden > 0 ? [`  and ${count(hidden, "more object")}`] : []),
    ...general.map((text) => indent(readable(text), "  ")),
    "",
    `  ${count(done, "object")} of this stack ${areOf(done)} done; the state is kept.`,
    `  ${style.accent("→")} when the cause is mended, go on with: ${style.bold(goOn)}`,
    style.dim(`    everything that the engine said: ${run.log}`),
  ].join("\n");
}

/** Whether an operation ended because of a mistake that one of this program's providers found, and of nothing else. */
export function isRefusal({ refused, failures }: StackView): boolean {
  return refused.length > 0 && failures.length === 0;
}

function areOf(number: number): string {
  return number === 1 ? "is" : "are";
}

function describeFailure(failure: Failure, run: FailedRun, style: Style): string[] {
  const { component, operation, type, name, messages, urn } = failure;
  const kind = type.slice(type.lastIndexOf(":") + 1);
  const explanation = run.explanations.get(urn) ?? [];
  return [
    `  ${style.bold(`${kind} ${name}`)} (${component}) could not be ${pastOf(operation)}`,
    ...messages.map((message) => indent(readable(message), "    ")),
    ...(explanation.length === 0 ? [] : ["    The cluster says of it:"]),
    ...explanation.map((line) => indent(line, "      ")),
  ];
}

/** A plugin that crashes may quote whole bundles of code; the log has all of it. */
function readable(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const shown = lines.slice(0, longestMessage).map((line) => cut(line, widestLine));
  return [...shown, ...(lines.length > shown.length ? ["…"] : [])].join("\n");
}

function pastOf(operation: string): string {
  const base = operation.replace(/-replacement$|-replaced$/, "");
  return base === "read" ? "read" : `${base.replace(/e$/, "")}ed`;
}

function generalErrors({ view, thrown, output }: FailedRun): string[] {
  if (thrown !== undefined) {
    return [thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown)];
  }
  return view.errors.length > 0 ? [...view.errors] : [enginesWords(output)];
}

/** Asks the cluster about each object that failed. Whatever goes wrong here must not hide the failure itself. */
export async function explainFailures(
  failures: readonly Failure[],
  kubeconfig: string | undefined,
): Promise<Map<string, readonly string[]>> {
  const explanations = new Map<string, readonly string[]>();
  const targets = failures.slice(0, shownFailures).flatMap((failure) => {
    const ref = objectOf(failure);
    return ref === undefined ? [] : [{ urn: failure.urn, ref }];
  });
  if (kubeconfig === undefined || targets.length === 0) {
    return explanations;
  }
  const client = KubeClient.fromKubeconfig(kubeconfig);
  try {
    const signal = AbortSignal.timeout(explainPatience);
    for (const { urn, ref } of targets) {
      explanations.set(urn, await explain(client, ref, signal));
    }
  } catch (error) {
    const [first] = targets;
    if (first !== undefined) {
      explanations.set(first.urn, [`(it could not be asked: ${messageOf(error)})`]);
    }
  } finally {
    await client.close();
  }
  return explanations;
}

/** The Kubernetes object behind a resource; undefined for resources of other sorts. */
export function objectOf({ type, inputs }: Pick<Failure, "type" | "inputs">): ObjectRef | undefined {
  const { apiVersion, kind, metadata } = inputs;
  if (!type.startsWith("kubernetes:") || typeof apiVersion !== "string" || typeof kind !== "string") {
    return undefined;
  }
  if (typeof metadata !== "object" || metadata === null || !("name" in metadata)) {
    return undefined;
  }
  const { name } = metadata;
  const namespace = "namespace" in metadata ? metadata.namespace : undefined;
  return typeof name !== "string"
    ? undefined
    : { apiVersion, kind, name, ...(typeof namespace === "string" ? { namespace } : {}) };
}
