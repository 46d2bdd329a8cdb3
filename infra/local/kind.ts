import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { childEnvironment, readEnvironment, type Environment } from "../../config/environment";
import { messageOf, UserError } from "../../config/errors";
import {
  containsUnknown,
  differences,
  UNKNOWN,
  type CheckRequest,
  type CheckResult,
  type CreateRequest,
  type CreateResult,
  type DeleteRequest,
  type DiffRequest,
  type DiffResult,
  type ProviderHandlers,
  type ReadRequest,
  type ReadResult,
} from "../../plugin";
import { connectExisting } from "./existing";

const run = promisify(execFile);

const KindInputs = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, "lower-case letters, digits and dashes"),
  directory: z.string().refine((value) => path.isAbsolute(value), "an absolute path"),
  kubernetesVersion: z.string().regex(/^1\.\d+$/, "a Kubernetes minor version such as 1.35"),
});

/** Pulling the node's image takes most of it. */
const CREATE_TIMEOUT_MS = 15 * 60_000;

/** What the KindCluster resource does. */
export const kindClusterHandlers = {
  check,
  diff,
  create,
  read,
  update: (): never => {
    throw new Error("kind can't change a cluster in place");
  },
  delete: remove,
} satisfies ProviderHandlers;

/**
 * Finds the kind command, and makes sure that there is a Docker that answers.
 * @throws UserError (exit code 1) saying which of the two is missing
 */
export async function requireKind(environment: Environment): Promise<string> {
  const kind = onPath(environment, "kind");
  const docker = onPath(environment, "docker");
  const wayOut = "or leave out --cluster kind: the simulated cluster needs neither";
  if (kind === undefined || docker === undefined) {
    const missing = [kind === undefined ? "kind" : [], docker === undefined ? "docker" : []].flat();
    throw new UserError(
      `A kind cluster needs ${missing.join(" and ")} on PATH, which this machine has not.`,
      `install ${missing.join(" and ")}, ${wayOut}`,
      1,
    );
  }
  try {
    await run(docker, ["version", "--format", "{{.Server.Version}}"], {
      timeout: 15_000,
      env: childEnvironment(),
    });
  } catch (error) {
    throw new UserError(
      `A kind cluster needs Docker, which does not answer: ${lastLine(error)}`,
      `start Docker, ${wayOut}`,
      1,
    );
  }
  return kind;
}

function check({ news }: CheckRequest): CheckResult {
  if (containsUnknown(news)) {
    return { inputs: news };
  }
  const issues = KindInputs.safeParse(news).error?.issues ?? [];
  return {
    inputs: news,
    failures: issues.map((issue) => ({ property: issue.path.join("."), reason: issue.message })),
  };
}

/** kind cannot change a cluster: every change makes another one. */
function diff({ oldInputs, news }: DiffRequest): DiffResult {
  const changes = differences(oldInputs, news).map((change) => ({ ...change, replace: true }));
  return { changes, deleteBeforeReplace: true };
}

async function create({ inputs, preview, signal, log }: CreateRequest): Promise<CreateResult> {
  if (preview) {
    const outputs = { kubeconfig: UNKNOWN, endpoint: UNKNOWN, identifier: UNKNOWN, nodeNames: UNKNOWN };
    return { id: "", outputs: { ...inputs, ...outputs } };
  }
  const { name, directory, kubernetesVersion } = KindInputs.parse(inputs);
  const kind = await requireKind(readEnvironment());
  fs.mkdirSync(directory, { recursive: true });
  log("status", "kind is creating the cluster; the first time it fetches an image of 1 GB");
  const kubeconfig = path.join(directory, "kubeconfig");
  try {
    await run(
      kind,
      [
        ...["create", "cluster", "--name", name, "--kubeconfig", kubeconfig],
        ...["--image", `kindest/node:v${kubernetesVersion}.0`, "--wait", "180s"],
      ],
      { timeout: CREATE_TIMEOUT_MS, env: childEnvironment(), signal },
    );
    const { identifier, endpoint, nodeNames, ...cluster } = await connectExisting({
      kubeconfig,
      context: `kind-${name}`,
    });
    const outputs = { kubeconfig: cluster.kubeconfig, endpoint, identifier, nodeNames: [...nodeNames] };
    return { id: identifier, outputs: { ...inputs, ...outputs } };
  } catch (error) {
    if (!lastLine(error).includes("already exist")) {
      await deleteKind(kind, name, directory);
    }
    throw new UserError(
      `kind could not create the cluster ${name}: ${lastLine(error)}`,
      `see "kind get clusters"; "kind delete cluster --name ${name}" removes one that is in the way`,
      1,
    );
  }
}

async function read({ id, inputs = {}, state }: ReadRequest): Promise<ReadResult | undefined> {
  const { name } = KindInputs.parse(inputs);
  const kind = await requireKind(readEnvironment());
  const { stdout } = await run(kind, ["get", "clusters"], { env: childEnvironment() });
  return stdout.split("\n").includes(name) ? { id, inputs, outputs: state } : undefined;
}

async function remove({ inputs }: DeleteRequest): Promise<void> {
  const { name, directory } = KindInputs.parse(inputs);
  await deleteKind(await requireKind(readEnvironment()), name, directory);
}

/** Succeeds where there is none. */
async function deleteKind(kind: string, name: string, directory: string): Promise<void> {
  const kubeconfig = path.join(directory, "kubeconfig");
  await run(kind, ["delete", "cluster", "--name", name, "--kubeconfig", kubeconfig], {
    env: childEnvironment(),
  });
  fs.rmSync(kubeconfig, { force: true });
}

function onPath(environment: Environment, command: string): string | undefined {
  return environment.path.map((folder) => path.join(folder, command)).find((file) => fs.existsSync(file));
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return said === "" ? messageOf(error) : (said.split("\n").at(-1) ?? said);
}
