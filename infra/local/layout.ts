import * as path from "node:path";

/** Where the parts of a simulated cluster lie. */
export interface ClusterLayout {
  /** The folder that everything else lies in. */
  readonly directory: string;
  /** Taken by whoever creates, starts or deletes the cluster. */
  readonly lock: string;
  /** kwokctl's own working folder. */
  readonly root: string;
  /** What this project wrote down about the cluster; there from before the first process starts. */
  readonly record: string;
  readonly kwokctlConfig: string;
  readonly stages: string;
  /** What kwokctl gets for a kubectl; it only ever asks it whether the server answers. */
  readonly noKubectl: string;
  /** Data, certificates, logs and pid files of this one cluster. */
  readonly work: string;
  /** Links to the executables that run. */
  readonly bin: string;
  readonly pids: string;
  readonly logs: string;
  /** Logs of a cluster that was deleted or could not be started. */
  readonly keptLogs: string;
  /** The kubeconfig as kwokctl writes it, naming certificate files. */
  readonly rawKubeconfig: string;
  /** The kubeconfig for people and programs, complete in itself. */
  readonly kubeconfig: string;
}

/** The layout of the cluster in a folder. */
export function clusterLayout(directory: string): ClusterLayout {
  const root = path.join(directory, "cluster");
  // kwokctl wants clusters/<name>; one folder holds one cluster, so the name need not be part of the path.
  const work = path.join(root, "clusters", "local");
  return {
    directory,
    lock: path.join(directory, "cluster.lock"),
    root,
    record: path.join(root, "cluster.json"),
    kwokctlConfig: path.join(root, "kwokctl.yaml"),
    stages: path.join(root, "stages.yaml"),
    noKubectl: path.join(root, "kubectl"),
    work,
    bin: path.join(work, "bin"),
    pids: path.join(work, "pids"),
    logs: path.join(work, "logs"),
    keptLogs: path.join(directory, "logs", "cluster"),
    rawKubeconfig: path.join(root, "kubeconfig"),
    kubeconfig: path.join(directory, "kubeconfig"),
  };
}
