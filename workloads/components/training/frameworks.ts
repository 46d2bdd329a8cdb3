import { codeFolder, pythonEnvironment } from "../../spec/pod";
import type { Program } from "../../spec/code";

/**
 * How the processes of a TrainJob are started.
 *
 * `torch`: torchrun in every pod. `deepspeed`: mpirun in the pod of a launcher, which trains too, over ssh in the others.
 * `plain`: the program itself in every pod; JOB_COMPLETION_INDEX tells which one it is.
 */
export type Framework = "torch" | "deepspeed" | "plain";

/** What Trainer's runtimes of a framework are like. */
interface FrameworkFacts {
  /** The jobs of its runtimes whose pods train; in each the container is called `node`. */
  readonly jobs: readonly string[];
  /** Environment that programs get unless they say otherwise. */
  readonly environment: Readonly<Record<string, string>>;
  /** Prefix of variables that belong to what starts the processes. */
  readonly reserved: string | undefined;
  /** Starts a program; `names` are the variables that it must have on every node. */
  readonly command: (program: Program, args: readonly string[], names: readonly string[]) => string[];
}

/** Python without the half of {@link pythonEnvironment} that moves the home directory. */
const { PYTHONDONTWRITEBYTECODE = "1", PYTHONUNBUFFERED = "1" } = pythonEnvironment;

/**
 * Variables that an ssh session doesn't get from the image: where the programs and CUDA's libraries are. mpirun warns of
 * one that is not set, and goes on.
 */
const imagePaths = ["PATH", "LD_LIBRARY_PATH"];

/** By framework; the jobs are those of release 26.03's ClusterTrainingRuntimes. */
export const frameworks: Readonly<Record<Framework, FrameworkFacts>> = {
  torch: {
    jobs: ["node"],
    environment: pythonEnvironment,
    reserved: "PET_",
    command: (program, args) => ["torchrun", pathOf(program), ...args],
  },
  deepspeed: {
    jobs: ["launcher", "node"],
    // The image's user has a home, where its Python packages and its ssh settings are.
    environment: { PYTHONDONTWRITEBYTECODE, PYTHONUNBUFFERED },
    reserved: "OMPI_",
    // How many, and where: from the hostfile, which Trainer names in OpenMPI's environment.
    command: (program, args, names) => [
      "mpirun",
      ...[...imagePaths, ...names].flatMap((name) => ["-x", name]),
      "python",
      pathOf(program),
      ...args,
    ],
  },
  plain: {
    jobs: ["node"],
    environment: pythonEnvironment,
    reserved: undefined,
    command: (program, args) => ["python", pathOf(program), ...args],
  },
};

function pathOf({ entrypoint }: Program): string {
  return `${codeFolder}/${entrypoint}`;
}
