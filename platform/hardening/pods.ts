import { isObject, type JsonObject, type Manifest, objectKey } from "../../manifests";
import { hardenContainer, listOf, nameOf, tokenVolume } from "./containers";
import type { HardeningOptions } from "./options";
import { priorityClassOf } from "./priority-classes";
import type { ContainerRow, WorkloadRow } from "./row";
import { spread } from "./spread";
import { withPodSpec, workloadOf } from "./workload";

/** What pods depend on beside their row. */
type PodOptions = Pick<HardeningOptions, "replicas" | "priorityClasses">;

/**
 * Applies a row to a workload of the release.
 *
 * @throws Error where the workload has not got what the row is about
 */
export function hardenWorkload(manifest: Manifest, row: WorkloadRow, options: PodOptions): Manifest {
  if ("untouched" in row.containers) {
    return manifest;
  }
  const { podSpec, selector } = workloadOf(manifest);
  const { containers, initContainers, volumes, tokens, complete } = hardenContainers(
    manifest,
    row.containers,
  );
  const apart = options.replicas > 1 && (row.scale.kind === "several" || row.scale.kind === "autoscaled");
  const priorityClassName = options.priorityClasses ? priorityClassOf(row) : undefined;
  const allVolumes = [...listOf(podSpec.volumes), ...volumes, ...(tokens ? [tokenVolume] : [])];
  return withPodSpec(
    manifest,
    {
      ...podSpec,
      containers,
      ...(initContainers.length > 0 && { initContainers }),
      ...(allVolumes.length > 0 && { volumes: allVolumes }),
      // Tokens are mounted into the containers that need one, and into no sidecar.
      ...(complete && { automountServiceAccountToken: false }),
      securityContext: podSecurityContext(podSpec),
      ...(apart && spread(podSpec, selector)),
      ...(priorityClassName !== undefined && { priorityClassName }),
    },
    replicas(row, options),
  );
}

/** What is safe for pods that nobody decided on: the runtime's own filter of system calls, and apart from one another. */
export function hardenUnknown(manifest: Manifest): Manifest {
  const { spec, podSpec, selector } = workloadOf(manifest);
  const all = [...listOf(podSpec.containers), ...listOf(podSpec.initContainers)];
  if (podSpec.hostNetwork === true || podSpec.hostPID === true || all.some(isPrivileged)) {
    return manifest;
  }
  const apart = typeof spec.replicas === "number" && spec.replicas > 1;
  return withPodSpec(manifest, {
    ...podSpec,
    securityContext: podSecurityContext(podSpec),
    ...(apart && spread(podSpec, selector)),
  });
}

/** A container with rights beyond those of every container was given them for something. */
function isPrivileged({ securityContext }: JsonObject): boolean {
  if (!isObject(securityContext)) {
    return false;
  }
  const { privileged, allowPrivilegeEscalation, capabilities, runAsUser } = securityContext;
  const added = isObject(capabilities) && Array.isArray(capabilities.add) && capabilities.add.length > 0;
  return privileged === true || allowPrivilegeEscalation === true || added || runAsUser === 0;
}

function podSecurityContext({ securityContext }: JsonObject): JsonObject {
  return { seccompProfile: { type: "RuntimeDefault" }, ...(isObject(securityContext) && securityContext) };
}

function replicas({ scale }: WorkloadRow, options: PodOptions): JsonObject {
  switch (scale.kind) {
    case "several":
      return { replicas: options.replicas };
    case "single":
      return { replicas: 1 };
    case "autoscaled":
    case "every node":
      return {};
  }
}

interface HardenedContainers {
  readonly containers: JsonObject[];
  readonly initContainers: JsonObject[];
  readonly volumes: readonly JsonObject[];
  /** Whether a container sees a token. */
  readonly tokens: boolean;
  /** Whether all of them have a row. */
  readonly complete: boolean;
}

/** Containers that no row is about are new in the release: they stay as they are, and a test lists them. */
function hardenContainers(
  manifest: Manifest,
  rows: Readonly<Record<string, ContainerRow>>,
): HardenedContainers {
  const { podSpec } = workloadOf(manifest);
  const [containers, initContainers] = [listOf(podSpec.containers), listOf(podSpec.initContainers)];
  const names = new Set([...containers, ...initContainers].map(nameOf));
  const gone = Object.keys(rows).filter((name) => !names.has(name));
  if (gone.length > 0) {
    throw new Error(
      `${objectKey(manifest)} has no container ${gone.join(", ")} in this release, which platform/hardening/rows names`,
    );
  }
  const volumes: JsonObject[] = [];
  const harden = (container: JsonObject): JsonObject => {
    const row = rows[nameOf(container)];
    if (row === undefined) {
      return container;
    }
    const where = `container ${nameOf(container)} of ${objectKey(manifest)}`;
    const hardened = hardenContainer(container, row, where);
    volumes.push(...hardened.volumes);
    return hardened.container;
  };
  return {
    containers: containers.map(harden),
    initContainers: initContainers.map(harden),
    volumes,
    tokens: Object.values(rows).some(({ token }) => token),
    complete: [...names].every((name) => name in rows),
  };
}
