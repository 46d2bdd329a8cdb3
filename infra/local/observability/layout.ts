import * as path from "node:path";

/** Where the parts of what watches a local cluster lie. */
export interface ObservabilityLayout {
  /** The folder of the clone that everything else lies in: `.local`. */
  readonly directory: string;
  /** Configuration, data, credentials and pid files. */
  readonly root: string;
  /** What is written down about it: its ports, and what each process was started with. */
  readonly record: string;
  readonly pids: string;
  readonly data: string;
  /** Files with certificates for the API server, readable for their owner alone. */
  readonly credentials: string;
  readonly prometheus: string;
  readonly rules: string;
  readonly loki: string;
  /** Configuration of kube-state-metrics: custom resources and their metrics. */
  readonly resourceState: string;
  /** Settings of the process that sends logs to Loki. */
  readonly follower: string;
  /** How far it has read. */
  readonly positions: string;
  /** Logs of these processes; they outlive everything else. */
  readonly logs: string;
  /** Kubeconfig of the cluster. */
  readonly kubeconfig: string;
}

/** The layout in the folder of a clone. */
export function observabilityLayout(directory: string): ObservabilityLayout {
  const root = path.join(directory, "observability");
  return {
    directory,
    root,
    record: path.join(root, "record.json"),
    pids: path.join(root, "pids"),
    data: path.join(root, "data"),
    credentials: path.join(root, "credentials"),
    prometheus: path.join(root, "prometheus.yaml"),
    rules: path.join(root, "rules.yaml"),
    loki: path.join(root, "loki.yaml"),
    resourceState: path.join(root, "kube-state-metrics.yaml"),
    follower: path.join(root, "follower.json"),
    positions: path.join(root, "positions.json"),
    logs: path.join(directory, "logs", "observability"),
    kubeconfig: path.join(directory, "kubeconfig"),
  };
}
