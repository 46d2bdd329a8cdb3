import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { messageOf, UserError } from "../../config/errors";
import { KubeClient } from "../../kube/client";
import { at, textOf } from "../../plugin/json";

/** What the infra stack says of a cluster that it did not make. */
export interface ExistingCluster {
  /** A complete kubeconfig with one context; secret. */
  readonly kubeconfig: string;
  /** URL of the API server. */
  readonly endpoint: string;
  /** UID of the namespace kube-system. */
  readonly identifier: string;
  /** Minor version, such as `1.35`. */
  readonly kubernetesVersion: string;
  /** Names of the nodes, sorted. */
  readonly nodeNames: readonly string[];
  /** False: containers run. */
  readonly simulated: false;
}

/** Which cluster. Both are asked for: nothing is taken from the ambient kubeconfig. */
export interface ExistingClusterArgs {
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Name of the context in it. */
  readonly context: string;
}

/** Kubernetes versions that the platform's manifests were tried on, the oldest and the newest minor. */
export const SUPPORTED_MINORS = { oldest: 32, newest: 35 } as const;

/** A cluster that does not answer shall not hold anybody up. */
const ANSWER_TIMEOUT_MS = 10_000;

const namedEntry = z.looseObject({ name: z.string() });
const partSchema = z.record(z.string(), z.unknown());
const kubeconfigSchema = z.looseObject({
  contexts: z.array(
    namedEntry.extend({ context: z.looseObject({ cluster: z.string(), user: z.string().optional() }) }),
  ),
  clusters: z.array(namedEntry),
  users: z.array(namedEntry).default([]),
});

/**
 * Looks at a cluster that somebody else made, and says how to reach it.
 *
 * @throws UserError where the file or the context is not there (exit code 2), where the server does not answer or
 *   has a version that is not supported (exit code 1)
 */
export async function connectExisting(args: ExistingClusterArgs): Promise<ExistingCluster> {
  const kubeconfig = singleContext(readFile(args.kubeconfig), args);
  const client = KubeClient.fromKubeconfig(kubeconfig, { directory: path.dirname(args.kubeconfig) });
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const version = await client.raw("GET", "/version", { signal });
    const kubernetesVersion = supportedVersion(textOf(at(version, "gitVersion")), client.server);
    const system = await client.get({ apiVersion: "v1", kind: "Namespace", name: "kube-system" }, signal);
    const nodes = await client.list("v1", "Node", { signal });
    return {
      kubeconfig,
      endpoint: client.server,
      identifier: textOf(at(system, "metadata", "uid")),
      kubernetesVersion,
      nodeNames: nodes.map((node) => node.metadata.name).sort(),
      simulated: false,
    };
  } catch (error) {
    if (error instanceof UserError) {
      throw error;
    }
    const cause = signal.aborted
      ? `nothing came back within ${ANSWER_TIMEOUT_MS / 1000} s`
      : messageOf(error);
    throw new UserError(
      `The cluster of context ${args.context} (${client.server}) does not answer as it should: ${cause}`,
      `try "kubectl --kubeconfig ${args.kubeconfig} --context ${args.context} get nodes"`,
      1,
    );
  } finally {
    await client.close();
  }
}

/**
 * The part of a kubeconfig that one context needs, with that context as the current one.
 * @throws UserError where it is no kubeconfig, or lacks the context
 */
export function singleContext(text: string, args: ExistingClusterArgs): string {
  const where = `the kubeconfig ${args.kubeconfig}`;
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new UserError(`${where} is not YAML: ${messageOf(error)}`, "give the path of a kubeconfig");
  }
  const result = kubeconfigSchema.safeParse(document);
  if (!result.success) {
    throw new UserError(`${where} is not a kubeconfig: ${z.prettifyError(result.error)}`);
  }
  const { contexts, clusters, users } = result.data;
  const context = contexts.find(({ name }) => name === args.context);
  if (context === undefined) {
    const known = contexts.map(({ name }) => name).join(", ");
    throw new UserError(
      `${where} has no context ${args.context}; it has ${known === "" ? "none" : known}.`,
      "name one of them",
    );
  }
  const directory = path.dirname(args.kubeconfig);
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: clusters
      .filter(({ name }) => name === context.context.cluster)
      .map((entry) => embedFiles(entry, "cluster", directory)),
    users: users
      .filter(({ name }) => name === context.context.user)
      .map((entry) => embedFiles(entry, "user", directory)),
    contexts: [context],
    "current-context": args.context,
  });
}

/** Whoever gets this kubeconfig from the stack's outputs has none of the files that it names. */
function embedFiles(
  entry: z.output<typeof namedEntry>,
  part: "cluster" | "user",
  directory: string,
): Record<string, unknown> {
  const content = partSchema.parse(entry[part]);
  const embedded = Object.entries(content).map(([key, value]): [string, unknown] =>
    ["certificate-authority", "client-certificate", "client-key"].includes(key) && typeof value === "string"
      ? [`${key}-data`, Buffer.from(readFile(path.resolve(directory, value))).toString("base64")]
      : [key, value],
  );
  return { ...entry, [part]: Object.fromEntries(embedded) };
}

/**
 * The minor version of a server.
 * @throws UserError (exit code 1) where it is outside of what is supported
 */
export function supportedVersion(gitVersion: string, server: string): string {
  const found = /^v?(\d+)\.(\d+)/.exec(gitVersion);
  const minor = Number(found?.[2]);
  const { oldest, newest } = SUPPORTED_MINORS;
  if (found?.[1] === "1" && minor >= oldest && minor <= newest) {
    return `1.${minor}`;
  }
  throw new UserError(
    `${server} runs Kubernetes ${gitVersion === "" ? "of an unknown version" : gitVersion}; supported are 1.${oldest} to 1.${newest}.`,
    "use a cluster of a supported version",
    1,
  );
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${messageOf(error)}`, "give the path of a kubeconfig");
  }
}
