import type { Placement } from "./placement";

/** Where the Python of a workload is mounted. */
export const codeFolder = "/opt/workload";

/** The user that pods run as: not root, and the one that KServe's and the notebooks' images are built for. */
export const workloadUser = 1000;

/**
 * A container that meets Kubernetes' restricted pod security standard.
 * Kubeflow 26.03 enforces only `baseline` on tenants' namespaces; restricted clusters take these pods too.
 */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

/** The pod's half of {@link restrictedContainer}; volumes belong to the group that the pod runs as. */
export const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: workloadUser,
  runAsGroup: workloadUser,
  fsGroup: workloadUser,
  seccompProfile: { type: "RuntimeDefault" },
};

/**
 * Labels of pods that end. With Istio's sidecar the workers of one job would talk through proxies that know nothing of
 * its ports. (Release 26.03's sidecars end with the job; those of a mesh without native sidecars would keep it running.)
 */
export const withoutSidecar = { "sidecar.istio.io/inject": "false" };

/** Environment of Python that runs as a user whom the image's /etc/passwd does not know and who has no home. */
export const pythonEnvironment: Readonly<Record<string, string>> = {
  HOME: "/tmp",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUNBUFFERED: "1",
  // getpass, which torch asks for a cache folder's name, falls back to /etc/passwd and fails without it.
  USER: "workload",
};

/** A container's `env`, in the order of the names so that it never changes by itself. */
export function environment(variables: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/** The volume and the mount that put a ConfigMap's files into {@link codeFolder}. */
export function codeVolume(configMap: string) {
  return {
    volume: { name: "code", configMap: { name: configMap } },
    mount: { name: "code", mountPath: codeFolder, readOnly: true },
  };
}

/**
 * The spec of a Job whose one pod runs a program to its end.
 *
 * @param retries   how often another pod is tried
 * @param pod       where it may run: the pod's half of a placement
 * @param container the container
 */
export function jobSpec<Container>(retries: number, pod: Placement["pod"], container: Container) {
  return {
    backoffLimit: retries,
    template: {
      metadata: { labels: withoutSidecar },
      spec: {
        ...pod,
        automountServiceAccountToken: false,
        containers: [container],
        restartPolicy: "Never",
        securityContext: restrictedPod,
      },
    },
  };
}
