import { Agent, EnvHttpProxyAgent, fetch, type Response } from "undici";
import * as z from "zod";
import { isLoopback, isTrusted } from "../../manifests/images/registry/addresses";
import { parseChallenge } from "../../manifests/images/registry/challenge";
import type { Chart } from "../../manifests";
import { simpleIndex, versionsInPage, versionsOfPackage, versionsOfProject } from "./package-indexes";

/** Where something says which versions of it there are. */
export interface Publisher {
  /**
   * `index`: an HTTP repository of Helm; `tags`: a registry of containers; `refs`: a git host; `modules`: a proxy of Go's
   * modules; `packages`: a registry of npm; `projects`: an index of Python.
   */
  readonly kind: "index" | "tags" | "refs" | "modules" | "packages" | "projects";
  readonly url: string;
  /** Name of the chart in an index; the others are about one thing. */
  readonly name: string;
}

/** Where a chart's versions are to be found. */
export function publisherOfChart({ name, repository }: Pick<Chart, "name" | "repository">): Publisher {
  const [, host = "", path = ""] = /^oci:\/\/([^/]+)\/(.*)$/.exec(`${repository}/${name}`) ?? [];
  return host === ""
    ? { kind: "index", url: `${repository.replace(/\/$/, "")}/index.yaml`, name }
    : { kind: "tags", url: `https://${host}/v2/${path}/tags/list?n=1000`, name };
}

/** Where the tags of a repository on GitHub are to be found: git's own protocol over HTTP, which no quota counts. */
export function publisherOfRepository(repository: string): Publisher {
  const url = `https://github.com/${repository}.git/info/refs?service=git-upload-pack`;
  return { kind: "refs", url, name: repository };
}

/** Connections to one host at most: some are asked about dozens of packages. */
const connections = 8;

/** Pages of a list of tags that are read at most; registries give a hundred or a thousand on each. */
const mostPages = 20;

const Tags = z.object({ tags: z.array(z.string()).nullable() });
const Token = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Asks publishers; charts of one repository share its index. */
export class PublishedVersions {
  readonly #indexes = new Map<string, Promise<string>>();
  readonly #outside = new EnvHttpProxyAgent({ connections });
  readonly #inside = new Agent({ connections });

  /** @param signal ends every question, those that are still to be asked as well */
  constructor(private readonly signal: AbortSignal) {}

  /**
   * The versions that a publisher has.
   *
   * @throws Error where it doesn't answer, or not with versions
   */
  async of({ kind, url, name }: Publisher): Promise<readonly string[]> {
    switch (kind) {
      case "index":
        return versionsInIndex(await this.#index(url), name);
      case "tags":
        return this.#tags(url);
      case "refs":
        return tagsInRefs(await (await this.#get(url)).text());
      case "modules":
        return (await (await this.#get(url)).text()).split("\n").filter((line) => line !== "");
      case "packages":
        return versionsOfPackage(await (await this.#get(url)).json());
      case "projects":
        return this.#project(url, name);
    }
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await Promise.all([this.#outside.destroy(), this.#inside.destroy()]);
  }

  #index(url: string): Promise<string> {
    const asked = this.#indexes.get(url) ?? this.#get(url).then((response) => response.text());
    this.#indexes.set(url, asked);
    return asked;
  }

  async #tags(first: string): Promise<string[]> {
    const tags: string[] = [];
    let authorization: string | undefined;
    let next: string | undefined = first;
    for (let page = 0; next !== undefined && page < mostPages; page++) {
      const url: string = next;
      let response = await this.#ask(url, authorization);
      if (response.status === 401 && authorization === undefined) {
        authorization = await this.#token(response.headers.get("www-authenticate") ?? "");
        response = await this.#ask(url, authorization);
      }
      tags.push(...(Tags.parse(await expectOk(response, url).json()).tags ?? []));
      const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec(response.headers.get("link") ?? "")?.[1];
      next = link === undefined ? undefined : new URL(link, response.url === "" ? url : response.url).href;
    }
    return tags;
  }

  /** Registries hand a token to anybody who asks for what anybody may read. */
  async #token(header: string): Promise<string> {
    const parameters = parseChallenge(header)?.parameters;
    const realm = parameters?.get("realm");
    if (parameters === undefined || realm === undefined || !isTrusted(new URL(realm))) {
      throw new Error("asks for a login");
    }
    const url = new URL(realm);
    for (const key of ["service", "scope"]) {
      const value = parameters.get(key);
      if (value !== undefined) {
        url.searchParams.set(key, value);
      }
    }
    const answer = Token.parse(await (await this.#get(url.href)).json());
    return `Bearer ${answer.token ?? answer.access_token ?? ""}`;
  }

  async #project(url: string, name: string): Promise<readonly string[]> {
    const response = expectOk(await this.#ask(url, undefined, simpleIndex), url);
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    return isJson ? versionsOfProject(await response.json()) : versionsInPage(await response.text(), name);
  }

  async #get(url: string): Promise<Response> {
    return expectOk(await this.#ask(url), url);
  }

  #ask(url: string, authorization?: string, accept?: string): Promise<Response> {
    const { address, login } = withoutLogin(url);
    const allowed = authorization ?? login;
    const headers = { ...(allowed && { authorization: allowed }), ...(accept && { accept }) };
    // No proxy leads to this machine.
    const dispatcher = isLoopback(address) ? this.#inside : this.#outside;
    return fetch(address, { signal: this.signal, dispatcher, headers });
  }
}

/** An address that people configure may have a login in it, which goes into a header and into no message. */
function withoutLogin(url: string): { readonly address: URL; readonly login?: string } {
  const address = new URL(url);
  if (address.username === "" && address.password === "") {
    return { address };
  }
  const login = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
  address.username = "";
  address.password = "";
  return { address, login: `Basic ${Buffer.from(login).toString("base64")}` };
}

function expectOk(response: Response, url: string): Response {
  if (!response.ok) {
    throw new Error(`${new URL(url).host} answers ${response.status}`);
  }
  return response;
}

/**
 * The versions of one chart in an index.yaml. Such a file has megabytes and a second's work for a parser of YAML; Helm
 * writes it always in the same way, so lines are enough: a chart's entries are what is below its name, and their own
 * keys are those at the depth of the first one, where those of dependencies are deeper.
 */
export function versionsInIndex(index: string, chart: string): string[] {
  const lines = index.split("\n");
  const start = lines.findIndex((line) => line.trimEnd() === `  ${chart}:`);
  if (start < 0) {
    throw new Error(`the index has no chart ${chart}`);
  }
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => /^ {0,2}[^\s#-]/.test(line));
  const entries = end < 0 ? below : below.slice(0, end);
  const depth = /^ *- /.exec(entries[0] ?? "")?.[0].length ?? 0;
  return entries.flatMap((line) => {
    const [, before = "", version] = /^([ -]*)version:\s*["']?([^"'\s]+)/.exec(line) ?? [];
    return version !== undefined && before.length === depth ? [version] : [];
  });
}

/** The tags in what git hosts answer to `info/refs`: a line for each, and a second one for what annotated tags are of. */
export function tagsInRefs(refs: string): string[] {
  return [...new Set([...refs.matchAll(/ refs\/tags\/([^\s^]+)/g)].map(([, tag = ""]) => tag))];
}
