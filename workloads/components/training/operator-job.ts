import { UserError } from "../../../config/errors";
import { codeName } from "../../spec/code";
import { imageOf } from "../../spec/image";
import {
  codeVolume,
  environment,
  pythonEnvironment,
  restrictedContainer,
  restrictedPod,
} from "../../spec/pod";
import type { Placement } from "../../spec/placement";
import { countOf, graceSeconds, secondsOf, trainingPodMetadata } from "./pods";
import type { TrainingStorage } from "./storage";
import type { TrainingArgs } from "./training-args";

/** When a job of Training Operator ends, and what stays then; `runPolicy` of all its kinds. */
export interface RunPolicyArgs {
  /** Restarts of containers, over all pods, before the job has failed. Default: 6 for each pod that trains. */
  readonly backoffLimit?: number | undefined;
  /** Hours that it may take. Default: no limit. */
  readonly deadlineHours?: number | undefined;
  /** Hours after the end for which the job stays, and its pods with it. Default: until the run goes. */
  readonly ttlHours?: number | undefined;
  /**
   * Which pods go when the job has ended: `None`, `Running` ones or `All`; logs go with them. Default: `None`, and
   * `Running` where some never end by themselves (MPI's workers, parameter servers).
   */
  readonly cleanPodPolicy?: "None" | "Running" | "All" | undefined;
}

/** What all kinds of Training Operator v1 take. */
export interface OperatorJobArgs extends TrainingArgs, RunPolicyArgs {
  /** Container image with what runs the program. */
  readonly image: string;
}

/**
 * `runPolicy` of a job. Kueue suspends and starts it, so that `suspend` and `schedulingPolicy` stay unset.
 *
 * @param pods how many pods train
 * @throws UserError where a number can't be
 */
export function runPolicy(
  owner: string,
  args: RunPolicyArgs,
  pods: number,
  usual: "None" | "Running" = "None",
) {
  const { backoffLimit, deadlineHours, ttlHours, cleanPodPolicy = usual } = args;
  return {
    backoffLimit: backoffLimit === undefined ? 6 * pods : countOf(owner, "backoffLimit", backoffLimit, 0),
    cleanPodPolicy,
    ...(deadlineHours !== undefined && {
      activeDeadlineSeconds: secondsOf(owner, "deadlineHours", deadlineHours),
    }),
    ...(ttlHours !== undefined && { ttlSecondsAfterFinished: secondsOf(owner, "ttlHours", ttlHours) }),
  };
}

/** The part of a job's pods that one role has. */
export interface Role {
  /** Name by which the operator knows the container. */
  readonly container: string;
  /** Command line; none where the operator has one. */
  readonly command?: readonly string[] | undefined;
  /** Where it runs and what it gets. */
  readonly placement: Placement;
  /** Whether its programs ask Kubernetes' API as the pod's service account. Default: false. */
  readonly callsApi?: boolean | undefined;
}

/** The pod template of a role, with the job's code, environment and storage. */
export function podTemplate(
  owner: string,
  name: string,
  args: OperatorJobArgs,
  { container, command, placement, callsApi = false }: Role,
  variables: Readonly<Record<string, string>>,
  storage?: TrainingStorage,
) {
  const { volume, mount } = codeVolume(codeName(name, args.program.files));
  return {
    metadata: trainingPodMetadata,
    spec: {
      ...placement.pod,
      ...(callsApi ? {} : { automountServiceAccountToken: false }),
      containers: [
        {
          name: container,
          image: imageOf(owner, args.image, args.platform),
          ...(command === undefined ? {} : { command }),
          env: environment({
            ...pythonEnvironment,
            ...variables,
            ...args.environment,
            ...storage?.variables,
          }),
          resources: placement.resources,
          securityContext: restrictedContainer,
          volumeMounts: [mount, ...sharedMemory.mounts, ...(storage?.mounts ?? [])],
        },
      ],
      securityContext: restrictedPod,
      ...(storage?.account === undefined ? {} : { serviceAccountName: storage.account }),
      terminationGracePeriodSeconds: graceSeconds,
      volumes: [volume, ...sharedMemory.volumes, ...(storage?.volumes ?? [])],
    },
  };
}

/** Data loaders and NCCL want more than the 64 MiB that a container has; it counts as the container's memory. */
const sharedMemory = {
  mounts: [{ name: "shm", mountPath: "/dev/shm" }],
  volumes: [{ name: "shm", emptyDir: { medium: "Memory" } }],
};

/** A range of nodes that a job may have while it trains. */
export interface Elastic {
  /** The least that it goes on with. */
  readonly minNodes: number;
  /** The most. */
  readonly maxNodes: number;
  /** How many times torchrun starts the processes again. Default: 3. */
  readonly maxRestarts?: number | undefined;
}

/** @throws UserError where the range is none, or the nodes are outside of it */
export function checkElastic(owner: string, { minNodes, maxNodes }: Elastic, nodes: number): void {
  countOf(owner, "elastic.minNodes", minNodes, 1);
  countOf(owner, "elastic.maxNodes", maxNodes, 1);
  if (minNodes > maxNodes || nodes < minNodes || nodes > maxNodes) {
    throw new UserError(
      `${owner}: ${nodes} nodes of ${minNodes} to ${maxNodes}`,
      "give minNodes and maxNodes with nodes between them",
    );
  }
}
