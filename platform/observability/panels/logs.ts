import type { Panel } from "../panel";
import { platformPattern } from "./health";

/** Words by which a line is taken for a mistake, however somebody writes it. */
const mistakes = '|~ "(?i)(error|exception|traceback|fatal|panic)"';

/** Lines of pods' logs, of the chosen namespaces and with the text that somebody looks for. */
export const logPanels = {
  logVolume: {
    title: "Lines of logs",
    description: "Lines a second that pods write.",
    topic: "logs",
    kind: "timeseries",
    source: "loki",
    queries: [
      { expr: 'sum by (namespace) (rate({namespace=~"$namespace"}[$__auto]))', legend: "{{namespace}}" },
    ],
    width: "full",
    needs: ["loki", "alloy"],
  },
  logErrors: {
    title: "Mistakes in logs",
    description: "Lines that speak of an error, an exception or a panic.",
    topic: "logs",
    kind: "logs",
    source: "loki",
    queries: [{ expr: `{namespace=~"$namespace"} |= "$search" ${mistakes}` }],
    needs: ["loki", "alloy"],
  },
  logs: {
    title: "Logs",
    description: "What pods of the chosen namespaces write.",
    topic: "logs",
    kind: "logs",
    source: "loki",
    queries: [{ expr: '{namespace=~"$namespace"} |= "$search"' }],
    needs: ["loki", "alloy"],
  },
  platformLogs: {
    title: "Mistakes in the platform's logs",
    description: "The same of the platform's own pods, whatever namespace is chosen.",
    topic: "health",
    kind: "logs",
    source: "loki",
    queries: [{ expr: `{namespace=~"${platformPattern}"} |= "$search" ${mistakes}` }],
    needs: ["loki", "alloy"],
  },
} as const satisfies Readonly<Record<string, Panel>>;
