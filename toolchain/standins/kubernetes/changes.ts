import {
  differences,
  isObject,
  at,
  textOf,
  type DiffRequest,
  type DiffResult,
  type JsonObject,
} from "../../../plugin";
import { isAutonamed } from "./inputs";
import { sameMeaning } from "./live";
import type { Settings } from "./settings";

/** What can't be changed in place, by group and kind, as the official provider has it. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  "apps/Deployment": ["spec.selector"],
  "apps/DaemonSet": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "/PersistentVolume": ["spec.csi", "spec.hostPath", "spec.local", "spec.nfs"],
  "/Pod": ["spec"],
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};

/** What differs between the old inputs and the new, and whether the object has to be made anew for it. */
export function changesOf(
  request: Pick<DiffRequest, "oldInputs" | "news">,
  settings: Pick<Settings, "enableConfigMapMutable" | "enableSecretMutable">,
): DiffResult {
  const [before, after] = [withNamespace(request.oldInputs), withNamespace(request.news)];
  const replacing = replacedBy(after, settings);
  const changes = differences(before, after)
    .filter(({ keys }) => !sameMeaning(at(before, ...keys), at(after, ...keys), keys))
    .map((change) => ({
      ...change,
      replace: replacing.some(
        (path) =>
          change.path === path ||
          (/^[.[]/.test(change.path.slice(path.length)) && change.path.startsWith(path)),
      ),
    }));
  const samePlace = ["name", "namespace"].every(
    (key) => at(before, "metadata", key) === at(after, "metadata", key),
  );
  return {
    changes,
    // Two objects of one name can't stand side by side.
    deleteBeforeReplace: changes.some(({ replace }) => replace) && samePlace && !isAutonamed(after),
  };
}

/** An object that names no namespace and one that names `default` are the same object. */
function withNamespace(inputs: JsonObject): JsonObject {
  if (!isObject(inputs.metadata) || inputs.metadata.namespace !== undefined) {
    return inputs;
  }
  return { ...inputs, metadata: { ...inputs.metadata, namespace: "default" } };
}

function replacedBy(
  inputs: JsonObject,
  settings: Pick<Settings, "enableConfigMapMutable" | "enableSecretMutable">,
): readonly string[] {
  const apiVersion = textOf(inputs.apiVersion);
  const kind = textOf(inputs.kind);
  const group = apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "") : "";
  const paths = ["metadata.name", "metadata.namespace", "kind", ...(fixed[`${group}/${kind}`] ?? [])];
  const immutable = inputs.immutable === true;
  if (group === "" && kind === "ConfigMap" && (immutable || !settings.enableConfigMapMutable)) {
    paths.push("data", "binaryData");
  }
  if (group === "" && kind === "Secret" && (immutable || !settings.enableSecretMutable)) {
    paths.push("data", "stringData");
  }
  return paths;
}
