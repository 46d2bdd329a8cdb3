import { groupOf, type Manifest } from "./manifest";

/** One component's objects in the order in which they are applied. */
export interface Stages {
  /** Namespaces. */
  readonly namespaces: readonly Manifest[];
  /** Everything that pods need to be there: accounts, roles, configuration, Services, webhook configurations. */
  readonly configuration: readonly Manifest[];
  /** Jobs: run to their end before workloads start, such as one that makes a database. */
  readonly preparations: readonly Manifest[];
  /** Deployments, StatefulSets, DaemonSets: waited for until they are ready. */
  readonly workloads: readonly Manifest[];
  /** Custom resources of kinds that the component itself serves: its webhooks must answer first. */
  readonly served: readonly Manifest[];
}

const workloadKinds = new Set(["Deployment", "StatefulSet", "DaemonSet"]);

/**
 * Sorts a component's objects into stages.
 *
 * @param ownGroups API groups of the component's own CRDs
 */
export function toStages(manifests: readonly Manifest[], ownGroups: ReadonlySet<string>): Stages {
  const stageOf = ({ apiVersion, kind }: Manifest): keyof Stages => {
    if (kind === "Namespace" && apiVersion === "v1") {
      return "namespaces";
    }
    if (kind === "Job") {
      return "preparations";
    }
    if (workloadKinds.has(kind)) {
      return "workloads";
    }
    return ownGroups.has(groupOf(apiVersion)) ? "served" : "configuration";
  };
  const in_ = (stage: keyof Stages) => manifests.filter((manifest) => stageOf(manifest) === stage);
  return {
    namespaces: in_("namespaces"),
    configuration: in_("configuration"),
    preparations: in_("preparations"),
    workloads: in_("workloads"),
    served: in_("served"),
  };
}
