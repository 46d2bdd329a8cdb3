import type { Target } from "../../observability/answers";
import type { ObservabilityFindings, ObservabilityStatus } from "../../observability/look";

/** Metrics and logs of `local`, as they were found. */
export interface SeenObservability {
  readonly status: ObservabilityStatus;
  /** Undefined where none of the two runs. */
  readonly findings: ObservabilityFindings | undefined;
}

/** A target with what its process takes. */
export interface TargetView extends Target {
  /** In bytes; undefined where it doesn't say. */
  readonly memory: number | undefined;
  /** Processors that it keeps busy; undefined where it doesn't say. */
  readonly cpu: number | undefined;
}

/** What the page shows; `off`: nothing of it runs, and it could. */
export type ObservabilityView =
  | "off"
  | {
      readonly servers: readonly {
        readonly title: string;
        /** Where it listens; undefined where nobody asks it. */
        readonly url: string | undefined;
        readonly alive: boolean;
      }[];
      readonly targets: readonly TargetView[];
      /** Why there are no targets. */
      readonly trouble: string | undefined;
      readonly findings: ObservabilityFindings | undefined;
    };

/** Makes the page's part of what was found. */
export function observabilityView({ status, findings }: SeenObservability): ObservabilityView {
  const { prometheus, loki, processes, targets } = status;
  const urls: Readonly<Record<string, string>> = { prometheus, loki };
  return {
    servers: processes.map(({ name, title, alive }) => ({ title, url: urls[name], alive })),
    targets:
      typeof targets === "string"
        ? []
        : targets.map((target) => {
            const use = findings?.use.find(({ job }) => job === target.job);
            return { ...target, memory: use?.memory, cpu: use?.cpu };
          }),
    trouble: typeof targets === "string" ? targets : undefined,
    findings,
  };
}

/** Whether a target answers. */
export function isUp({ health }: Pick<Target, "health">): boolean {
  return health === "up";
}
