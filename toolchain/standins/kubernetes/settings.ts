import * as fs from "node:fs";
import * as z from "zod";
import { messageOf, UserError } from "../../../config/errors";
import { KubeClient, ObjectWaiter, readKubeconfig } from "../../../kube";
import { parseJson, UNKNOWN, type CheckFailure, type Json, type JsonObject } from "../../../plugin";

const text = z.string().optional();
const flag = z.boolean().default(false);

/** What the official provider can be configured with, as far as a rehearsal needs it. */
const schema = z.strictObject({
  kubeconfig: text,
  context: text,
  namespace: text,
  clusterIdentifier: text,
  deleteUnreachable: flag,
  enableConfigMapMutable: flag,
  enableSecretMutable: flag,
  enablePatchForce: flag,
  upsertExistingObjects: flag,
  enableServerSideApply: z.literal(true, "the stand-in knows server-side apply only").optional(),
  // These change nothing here: the stand-in has no such warnings, and its own limits.
  kubeClientSettings: z.unknown().optional(),
  helmReleaseSettings: z.unknown().optional(),
  suppressDeprecationWarnings: z.boolean().optional(),
  suppressHelmHookWarnings: z.boolean().optional(),
  skipUpdateUnreachable: z.literal(false).optional(),
  strictMode: z.unknown().optional(),
});

/** The provider's configuration. */
export type Settings = z.output<typeof schema>;

/** What the engine itself keeps among a provider's inputs. */
const engineKeys = new Set(["version", "pluginDownloadURL", "pluginChecksums", "__internal"]);

/** The provider's inputs: the SDK hands everything but text over as JSON, and in previews some as unknown. */
export function parseSettings(args: JsonObject): { settings?: Settings; failures: CheckFailure[] } {
  const entries = Object.entries(args).filter(
    ([key, value]) => !engineKeys.has(key) && value !== null && value !== UNKNOWN,
  );
  const result = schema.safeParse(
    Object.fromEntries(entries.map(([key, value]) => [key, plain(key, value)])),
  );
  if (result.success) {
    return { settings: result.data, failures: [] };
  }
  const failures = result.error.issues.flatMap((issue) =>
    (issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".")]).map((property) => ({
      property,
      reason: `the stand-in for the kubernetes provider: ${property}: ${issue.message}`,
    })),
  );
  return { failures };
}

const texts: ReadonlySet<string> = new Set(["kubeconfig", "context", "namespace", "clusterIdentifier"]);

function plain(key: string, value: Json): Json {
  if (texts.has(key) || typeof value !== "string") {
    return value;
  }
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}

/** A connection to the cluster of a configuration. */
export interface Cluster {
  readonly settings: Settings;
  readonly client: KubeClient;
  readonly waiter: ObjectWaiter;
  /** What this run made, by uid: a program that has an object twice would otherwise seem to go on. */
  readonly made: Set<string>;
}

/**
 * Connects to the configured cluster; asks it nothing yet.
 *
 * @throws UserError without a kubeconfig (the ambient one is never used), or if the API server is not on
 *         this machine's loopback interface: this is test equipment
 */
export function connect(args: JsonObject): Cluster {
  const { settings, failures } = parseSettings(args);
  if (settings === undefined) {
    throw new UserError(failures.map(({ reason }) => reason).join("\n"));
  }
  const content = kubeconfigText(settings.kubeconfig ?? "");
  const { server } = readKubeconfig(content, { context: settings.context });
  if (!isLoopback(new URL(server).hostname)) {
    throw new UserError(
      `the stand-in for the kubernetes provider refuses ${server}: it serves clusters on this machine only`,
      "install the official plugin: pulumi plugin install resource kubernetes",
    );
  }
  const client = KubeClient.fromKubeconfig(content, { context: settings.context, concurrency: 24 });
  return { settings, client, waiter: new ObjectWaiter(client), made: new Set() };
}

/** A kubeconfig is given as its text or as the path of a file. */
export function kubeconfigText(value: string): string {
  if (value.trim() === "") {
    throw new UserError(
      "the kubernetes provider has no kubeconfig, and the stand-in never uses the ambient one",
      "pass kubeconfig to new kubernetes.Provider(...)",
    );
  }
  if (/[\n{]/.test(value)) {
    return value;
  }
  try {
    return fs.readFileSync(value, "utf8");
  } catch (error) {
    throw new UserError(`the kubeconfig of the kubernetes provider can't be read: ${messageOf(error)}`);
  }
}

/** True for names and addresses of this machine itself. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
