import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { messageOf, UserError } from "../config/errors";

/** What it takes to talk to an API server. */
export interface Connection {
  /** Base address, without a trailing slash. */
  readonly server: string;
  readonly tls: {
    readonly ca?: string | Buffer;
    readonly cert?: string | Buffer;
    readonly key?: string | Buffer;
    readonly servername?: string;
    readonly rejectUnauthorized: boolean;
  };
  /** The `Authorization` header, asked for before each request; undefined with client certificates. */
  readonly authorization: () => Promise<string | undefined>;
}

const optional = z.string().optional();
const cluster = z.object({
  server: z.url({ protocol: /^https?$/ }),
  "certificate-authority": optional,
  "certificate-authority-data": optional,
  "insecure-skip-tls-verify": z.boolean().optional(),
  "tls-server-name": optional,
});
const user = z.object({
  token: optional,
  tokenFile: optional,
  "client-certificate": optional,
  "client-certificate-data": optional,
  "client-key": optional,
  "client-key-data": optional,
  username: optional,
  password: optional,
  exec: z.unknown().optional(),
  "auth-provider": z.unknown().optional(),
});
const named = z.array(z.looseObject({ name: z.string() })).nullish();
const kubeconfig = z.object({
  "current-context": optional,
  contexts: named,
  clusters: named,
  users: named,
});

/** How a kubeconfig is read. */
export interface KubeconfigOptions {
  /** The context to use (default: the file's current one). */
  readonly context?: string | undefined;
  /** What relative paths in it are relative to (default: the working directory). */
  readonly directory?: string;
}

/**
 * Reads a kubeconfig's text. Nothing is taken from the environment: no `KUBECONFIG`, no home directory.
 *
 * @throws UserError if it is empty, isn't a kubeconfig, or lacks the context
 */
export function readKubeconfig(content: string, options: KubeconfigOptions = {}): Connection {
  if (content.trim() === "") {
    throw new UserError("the kubeconfig is empty", "give the kubeconfig of the cluster; none is looked for");
  }
  const config = valid(kubeconfig, yaml(content), "the kubeconfig");
  const contextName = options.context ?? config["current-context"];
  if (contextName === undefined || contextName === "") {
    throw new UserError("the kubeconfig has no current-context", "name the context to use");
  }
  const context = pick("context", config.contexts, contextName);
  const { cluster: clusterName, user: userName } = valid(
    z.object({ cluster: z.string(), user: optional }),
    context,
    `context ${contextName} of the kubeconfig`,
  );
  const target = valid(
    cluster,
    pick("cluster", config.clusters, clusterName),
    `cluster ${clusterName} of the kubeconfig`,
  );
  const identity =
    userName === undefined || userName === ""
      ? {}
      : valid(user, pick("user", config.users, userName), `user ${userName} of the kubeconfig`);

  const file = (name: string | undefined, data: string | undefined): { content?: Buffer } => {
    if (data !== undefined && data !== "") {
      return { content: Buffer.from(data, "base64") };
    }
    return name === undefined || name === ""
      ? {}
      : { content: readFile(path.resolve(options.directory ?? ".", name)) };
  };
  const ca = file(target["certificate-authority"], target["certificate-authority-data"]).content;
  const cert = file(identity["client-certificate"], identity["client-certificate-data"]).content;
  const key = file(identity["client-key"], identity["client-key-data"]).content;
  const servername = target["tls-server-name"];
  return {
    server: target.server.replace(/\/+$/, ""),
    tls: {
      rejectUnauthorized: target["insecure-skip-tls-verify"] !== true,
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
    },
    authorization: authorization(identity, content, contextName, options.directory ?? "."),
  };
}

function authorization(
  identity: z.output<typeof user>,
  content: string,
  context: string,
  directory: string,
): Connection["authorization"] {
  if (identity.exec !== undefined || identity["auth-provider"] !== undefined) {
    return pluginAuthorization(content, context);
  }
  if (identity.token !== undefined && identity.token !== "") {
    const header = `Bearer ${identity.token}`;
    return () => Promise.resolve(header);
  }
  const { tokenFile, username, password } = identity;
  if (tokenFile !== undefined) {
    // Read anew each time: service account tokens are rotated in place.
    return () =>
      Promise.resolve(`Bearer ${readFile(path.resolve(directory, tokenFile)).toString("utf8").trim()}`);
  }
  if (username !== undefined) {
    const header = `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}`;
    return () => Promise.resolve(header);
  }
  return () => Promise.resolve(undefined);
}

/** Users whose token comes from a command (EKS: `aws eks get-token`); the library caches it until it expires. */
function pluginAuthorization(content: string, context: string): Connection["authorization"] {
  const loading = async () => {
    // Loaded only here: it takes 0.4 s, and most kubeconfigs don't need it.
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromString(content);
    config.setCurrentContext(context);
    return config;
  };
  let loaded: ReturnType<typeof loading> | undefined;
  return async () => {
    const config = await (loaded ??= loading());
    const options: { headers: Record<string, string> } = { headers: {} };
    try {
      await config.applyToHTTPSOptions(options);
    } catch (error) {
      throw new UserError(`the kubeconfig's command for a token failed: ${messageOf(error)}`, undefined, 1);
    }
    return options.headers.Authorization;
  };
}

function yaml(content: string): unknown {
  try {
    const document: unknown = parse(content);
    return document;
  } catch (error) {
    throw new UserError(`the kubeconfig is no YAML: ${messageOf(error)}`);
  }
}

function valid<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new UserError([`${what} is not valid:`, ...lines].join("\n"));
}

function pick(
  key: string,
  entries: readonly { name: string; [key: string]: unknown }[] | null | undefined,
  name: string,
): unknown {
  const entry = entries?.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const known = (entries ?? []).map((candidate) => candidate.name).join(", ");
    throw new UserError(`the kubeconfig has no ${key} ${name}; it has ${known === "" ? "none" : known}`);
  }
  return entry[key];
}

function readFile(name: string): Buffer {
  try {
    return fs.readFileSync(name);
  } catch (error) {
    throw new UserError(`the kubeconfig names a file that can't be read: ${messageOf(error)}`);
  }
}
