import type { ReleaseVersion } from "../../manifests";

/**
 * What is deleted and made anew on the way to a release from the one before, or back: while a controller is away, what
 * it controls goes on. Somebody has looked at each of these: the object, and the field that nobody can change.
 */
export const replacedOnTheWayTo: Readonly<Partial<Record<ReleaseVersion, readonly string[]>>> = {
  "26.03.1-rc.2": [
    "ClusterRoleBinding/llmisvc-manager-rolebinding roleRef",
    "Deployment/kubeflow-system/jobset-controller-manager spec.selector",
    "Deployment/kubeflow/profiles-deployment spec.selector",
  ],
};
