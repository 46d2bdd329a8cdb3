import { messageOf } from "../../config/errors";
import { observabilityState, type ServerProcess } from "../../infra/local/observability";
import type { LogLine, Sample, Target } from "./answers";
import { ask, askCounts, askLines, askTargets } from "./ask";
import { type Figure, figures, questions } from "./figures";

/** How Prometheus and Loki beside `local` are, for `status`. */
export interface ObservabilityStatus {
  /** URLs on 127.0.0.1. */
  readonly prometheus: string;
  readonly loki: string;
  readonly processes: readonly ServerProcess[];
  /** What Prometheus scrapes; a text where it can't be asked. */
  readonly targets: readonly Target[] | string;
}

/** What they know, for the page. */
export interface ObservabilityFindings {
  readonly figures: readonly (Figure & { readonly value: number | undefined })[];
  /** Errors of the API server by code: how many since it was started, how many a second now. */
  readonly errors: readonly {
    readonly code: string;
    readonly total: number;
    readonly rate: number | undefined;
  }[];
  /** Memory in bytes and processors, by job. */
  readonly use: readonly {
    readonly job: string;
    readonly memory: number;
    readonly cpu: number | undefined;
  }[];
  /** Of tenants' quotas. */
  readonly quotas: readonly QuotaUse[];
  /** Alerts that fire, or will where it stays so. */
  readonly alerts: readonly Alert[];
  /** Error lines of the control plane in the last hour: how many a component, and its last one. */
  readonly errorLines: readonly {
    readonly component: string;
    readonly count: number;
    readonly last: LogLine;
  }[];
  /** What could not be asked, and why. */
  readonly unasked: readonly string[];
}

/** What a tenant uses of a quota. */
export interface QuotaUse {
  readonly namespace: string;
  /** Such as `requests.cpu`. */
  readonly resource: string;
  readonly used: number;
  readonly hard: number;
}

/** An alert that Prometheus has. */
export interface Alert {
  readonly name: string;
  readonly state: string;
  readonly severity: string;
  /** Its other labels: what it is about. */
  readonly about: string;
}

/** How it is beside the cluster in a folder; undefined where nothing was asked for. */
export async function observabilityStatus(
  directory: string,
  signal: AbortSignal,
): Promise<ObservabilityStatus | undefined> {
  const state = observabilityState(directory);
  if (state === undefined) {
    return undefined;
  }
  const targets = await askTargets(state.prometheus, signal).catch(
    (error: unknown) => `Prometheus does not answer: ${messageOf(error)}`,
  );
  return { ...state, targets };
}

/** Asks for all that the page shows. What isn't answered is noted, not an error. */
export async function findOut(
  { prometheus, loki }: Pick<ObservabilityStatus, "prometheus" | "loki">,
  now: Date,
  signal: AbortSignal,
): Promise<ObservabilityFindings> {
  const unasked: string[] = [];
  const orNothing = async <T>(what: string, answer: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await answer;
    } catch (error) {
      unasked.push(`${what}: ${messageOf(error)}`);
      return [];
    }
  };
  const values = (name: keyof typeof questions): Promise<readonly Sample[]> =>
    orNothing(name, ask(prometheus, questions[name], signal));
  const tenants = (await values("tenants")).flatMap(({ labels }) => labels.namespace ?? []).sort();
  const [errors, errorRate, quotas, memory, cpu, alerts, counts, ...numbers] = await Promise.all([
    values("errors"),
    values("errorRate"),
    values("quotas"),
    values("memory"),
    values("cpu"),
    values("alerts"),
    orNothing("error lines", askCounts(loki, errorLineCounts, signal)),
    ...figures(tenants).map(async (figure) => {
      const [sample] = await orNothing(figure.title, ask(prometheus, figure.expr, signal));
      return { ...figure, value: sample?.value };
    }),
  ]);
  const lastLines = await Promise.all(
    counts.map(({ labels: { component = "" } }) => {
      const query = `{job="control-plane",level="error",component=${JSON.stringify(component)}}`;
      return orNothing(component, askLines(loki, { query, seconds: 3_600, limit: 1 }, now, signal));
    }),
  );
  return {
    figures: numbers,
    errors: errors
      .map(({ labels: { code = "" }, value }) => ({
        code,
        total: value,
        rate: byLabel(errorRate, "code", code),
      }))
      .sort((a, b) => a.code.localeCompare(b.code)),
    use: memory
      .map(({ labels: { job = "" }, value }) => ({ job, memory: value, cpu: byLabel(cpu, "job", job) }))
      .sort((a, b) => b.memory - a.memory),
    quotas: quotaUse(quotas, tenants),
    alerts: alerts.map(alertOf).sort((a, b) => a.name.localeCompare(b.name)),
    errorLines: counts.flatMap(({ labels: { component = "" }, value }, i) => {
      const last = lastLines[i]?.[0];
      return last === undefined ? [] : [{ component, count: value, last }];
    }),
    unasked: unasked.sort(),
  };
}

const errorLineCounts = 'sum by (component) (count_over_time({job="control-plane",level="error"}[1h]))';

function byLabel(samples: readonly Sample[], label: string, value: string): number | undefined {
  return samples.find(({ labels }) => labels[label] === value)?.value;
}

/** What tenants use of each resource of their quotas, by tenant and resource. */
export function quotaUse(samples: readonly Sample[], tenants: readonly string[]): readonly QuotaUse[] {
  const of = (type: string): readonly Sample[] => samples.filter(({ labels }) => labels.type === type);
  return of("hard")
    .filter(({ labels }) => tenants.includes(labels.namespace ?? ""))
    .map(({ labels: { namespace = "", resource = "", resourcequota = "" }, value: hard }) => ({
      namespace,
      resource,
      used:
        of("used").find(
          ({ labels }) =>
            labels.namespace === namespace &&
            labels.resource === resource &&
            labels.resourcequota === resourcequota,
        )?.value ?? 0,
      hard,
    }))
    .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.resource.localeCompare(b.resource));
}

/** Labels that say where a series comes from, or that stand beside the rest already. */
const notShown = new Set(["__name__", "alertname", "alertstate", "severity", "instance", "job"]);

/** An alert, of its series in Prometheus. */
export function alertOf({ labels }: Sample): Alert {
  const { alertname: name = "", alertstate: state = "", severity = "" } = labels;
  const about = Object.entries(labels)
    .filter(([label]) => !notShown.has(label))
    .map(([label, value]) => `${label} ${value}`);
  return { name, state, severity, about: about.join(", ") };
}
