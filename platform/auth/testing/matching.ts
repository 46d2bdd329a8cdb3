import type { Rule } from "./policies";

/** A bearer token. */
export interface Token {
  readonly iss: string;
  readonly sub: string;
  readonly aud: readonly string[];
  readonly email?: string;
  readonly groups?: readonly string[];
}

/** A request as it comes to a pod. */
export interface Request {
  /** The identity that the peer has proven by mutual TLS; absent in plain text. */
  readonly peer?: string;
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  /** Port of the container. */
  readonly port?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is behind `Authorization: Bearer`; a text is something that is no token. */
  readonly bearer?: Token | string;
  /** The token once a RequestAuthentication has checked it. */
  readonly checked?: Token;
}

type Lists = Readonly<Record<string, readonly string[] | undefined>>;

/** Whether a rule is about a request: any source, any operation, all conditions. */
export function applies({ from, to, when }: Rule, request: Request): boolean {
  return (
    (from === undefined || from.some(({ source }) => holds(source, (name) => sourceValues(name, request)))) &&
    (to === undefined ||
      to.some(({ operation }) => holds(operation, (name) => operationValues(name, request)))) &&
    (when ?? []).every(({ key, values, notValues }) =>
      holds({ values, notValues }, () => conditionValues(key, request)),
    )
  );
}

/** All lists hold; one whose name begins with `not` holds where none of its patterns matches, as for what is absent. */
function holds(lists: Lists, valuesOf: (name: string) => readonly string[]): boolean {
  return Object.entries(lists).every(([name, patterns]) => {
    if (patterns === undefined) {
      return true;
    }
    const negative = name.startsWith("not");
    const values = valuesOf(negative ? name.slice("not".length).toLowerCase() : name.toLowerCase());
    return values.some((value) => patterns.some((pattern) => matches(pattern, value))) !== negative;
  });
}

/** Exact, or with one `*` at either end; `*` alone is anything that is there. */
export function matches(pattern: string, value: string): boolean {
  if (pattern === "*") {
    return value !== "";
  }
  if (pattern.endsWith("*")) {
    return value.startsWith(pattern.slice(0, -1));
  }
  return pattern.startsWith("*") ? value.endsWith(pattern.slice(1)) : value === pattern;
}

function sourceValues(name: string, { peer, checked }: Request): readonly string[] {
  switch (name) {
    case "principals":
      return present(peer);
    case "namespaces":
      return present(namespaceOf(peer));
    case "requestprincipals":
      return checked === undefined ? [] : [`${checked.iss}/${checked.sub}`];
    default:
      throw new Error(`the evaluator knows no source ${name}`);
  }
}

function operationValues(name: string, request: Request): readonly string[] {
  switch (name) {
    case "hosts":
      return present(request.host);
    case "ports":
      return present(request.port?.toString());
    case "methods":
      return [request.method ?? "GET"];
    case "paths":
      return [request.path ?? "/"];
    default:
      throw new Error(`the evaluator knows no operation ${name}`);
  }
}

function conditionValues(key: string, request: Request): readonly string[] {
  const header = /^request\.headers\[(.+)\]$/.exec(key)?.[1];
  if (header !== undefined) {
    return header === "authorization" && request.bearer !== undefined
      ? ["Bearer token"]
      : present(request.headers?.[header]);
  }
  const claim = /^request\.auth\.claims\[(.+)\]$/.exec(key)?.[1];
  if (claim !== undefined) {
    return claimOf(request.checked, claim);
  }
  if (key === "source.namespace") {
    return present(namespaceOf(request.peer));
  }
  throw new Error(`the evaluator knows no condition ${key}`);
}

/** A claim's values: a list has several. */
export function claimOf(token: Token | undefined, claim: string): readonly string[] {
  const claims: Readonly<Record<string, string | readonly string[] | undefined>> = { ...token };
  const value = claims[claim];
  return typeof value === "string" ? [value] : (value ?? []);
}

function namespaceOf(peer: string | undefined): string | undefined {
  return peer === undefined ? undefined : /\/ns\/([^/]+)\//.exec(peer)?.[1];
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
