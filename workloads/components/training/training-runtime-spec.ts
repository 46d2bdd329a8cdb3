import { needComponent } from "../../spec/component";
import { imageOf } from "../../spec/image";
import { gibibytes } from "../../spec/quantity";
import { restrictedContainer, restrictedPod } from "../../spec/pod";
import { type RunArgs, runName } from "../../spec/run";
import type { WorkloadArgs } from "../../spec/tenant";
import type { Framework } from "./frameworks";
import { countOf, graceSeconds, secondsOf, trainingPodMetadata } from "./pods";
import { asNamed, hasTrainer21 } from "./trainer-version";

/** What a TrainingRuntime is made from. */
export interface TrainingRuntimeArgs extends WorkloadArgs, RunArgs {
  /** What starts the processes of a TrainJob, see `Framework`. */
  readonly framework: Framework;
  /**
   * Container image, for jobs that name none. Of `deepspeed`, one that has what Trainer's own has: OpenMPI, sshd with its
   * settings in /home/mpiuser/.sshd_config, user 1000 with that home.
   */
  readonly image: string;
  /** How many times a whole job is started again after a failure; a lost node doesn't count. Default: 3. */
  readonly restarts?: number | undefined;
  /**
   * Hours after the end of a job for which its pods and their logs stay. The Job in the JobSet goes then, not the JobSet:
   * Trainer 2.1 would make that again, and train again. Default: until the TrainJob goes.
   */
  readonly ttlHours?: number | undefined;
  /** GiB of /dev/shm, which data loaders and NCCL use. Default: as much as the container's memory allows. */
  readonly sharedMemoryGiB?: number | undefined;
}

/** Name and `spec` of a TrainingRuntime: what it is is in its name, as finished runs still refer to what it was. */
export function trainingRuntime(name: string, args: TrainingRuntimeArgs) {
  const owner = `TrainingRuntime "${name}"`;
  needComponent(owner, "trainer", args.platform);
  const named = runtimeSpec(owner, { ...args, platform: asNamed(args.platform) });
  const runtimeName = runName("TrainingRuntime", name, named, args);
  return { runtimeName, framework: args.framework, spec: runtimeSpec(owner, args) };
}

/** What a pod's disruption makes of its Job: a failure of its own name, so that the JobSet can tell it from others. */
const disruptionFailsJob = {
  rules: [{ action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
};

function runtimeSpec(owner: string, args: TrainingRuntimeArgs) {
  const { framework } = args;
  return {
    mlPolicy: { numNodes: framework === "deepspeed" ? 2 : 1, ...policy(args) },
    template: {
      spec: {
        // One process that is gone stops all the others: the job starts again as a whole, from its checkpoint.
        failurePolicy: {
          maxRestarts: args.restarts === 0 ? 0 : countOf(owner, "restarts", args.restarts ?? 3, 1),
          restartStrategy: "BlockingRecreate",
          rules: [
            {
              name: "lostNode",
              action: "RestartJobSetAndIgnoreMaxRestarts",
              onJobFailureReasons: ["PodFailurePolicy"],
            },
          ],
        },
        ...(framework === "deepspeed" && {
          network: { publishNotReadyAddresses: true },
          successPolicy: { operator: "All", targetReplicatedJobs: ["launcher"] },
        }),
        replicatedJobs: replicatedJobs(owner, args),
      },
    },
  };
}

/** What a framework starts; `plain` has none: so many pods, nothing set in them. */
function policy({ framework, platform }: TrainingRuntimeArgs) {
  switch (framework) {
    case "torch":
      // Trainer 2.2 counts the processes of a node by a TrainJob alone; its runtimes have no such field.
      return { torch: hasTrainer21(platform) ? { numProcPerNode: "auto" } : {} };
    case "deepspeed":
      return {
        mpi: {
          mpiImplementation: "OpenMPI",
          numProcPerNode: 1,
          runLauncherAsNode: true,
          sshAuthMountPath: "/home/mpiuser/.ssh",
        },
      };
    case "plain":
      return {};
  }
}

/** How the other nodes of an MPI job wait for the launcher; the port is that of the image's settings. */
const sshServer = {
  command: ["/usr/sbin/sshd"],
  args: ["-De", "-f", "/home/mpiuser/.sshd_config"],
  readinessProbe: { tcpSocket: { port: 2222 }, initialDelaySeconds: 5 },
};

/** The image gives sshd this capability as a file's: it could not be started in a container that is denied it. */
const sshContainer = {
  ...restrictedContainer,
  capabilities: { ...restrictedContainer.capabilities, add: ["NET_BIND_SERVICE"] },
};

function replicatedJobs(owner: string, args: TrainingRuntimeArgs) {
  return args.framework === "deepspeed"
    ? [replicatedJob(owner, "launcher", true, args), replicatedJob(owner, "node", false, args)]
    : [replicatedJob(owner, "node", true, args)];
}

/**
 * A job of a runtime.
 *
 * @param trains whether it is the one that a TrainJob's command goes to
 */
function replicatedJob(owner: string, name: string, trains: boolean, args: TrainingRuntimeArgs) {
  const ttl =
    args.ttlHours === undefined
      ? {}
      : { ttlSecondsAfterFinished: secondsOf(owner, "ttlHours", args.ttlHours) };
  const sizeLimit = args.sharedMemoryGiB === undefined ? {} : { sizeLimit: gibibytes(args.sharedMemoryGiB) };
  return {
    name,
    replicas: 1,
    template: {
      ...(trains && { metadata: { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } } }),
      spec: {
        backoffLimit: 0,
        podFailurePolicy: disruptionFailsJob,
        ...ttl,
        template: {
          metadata: trainingPodMetadata,
          spec: {
            containers: [
              {
                name: "node",
                image: imageOf(owner, args.image, args.platform),
                ...(trains ? {} : sshServer),
                securityContext: args.framework === "deepspeed" ? sshContainer : restrictedContainer,
                volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
              },
            ],
            restartPolicy: "Never",
            securityContext: restrictedPod,
            terminationGracePeriodSeconds: graceSeconds,
            volumes: [{ name: "shm", emptyDir: { medium: "Memory", ...sizeLimit } }],
          },
        },
      },
    },
  };
}
