/** A container image reference, taken apart as the container runtime does it. */
export interface ImageReference {
  /** Host of the registry, with its port where it has one; `docker.io` where the reference names none. */
  readonly registry: string;
  /** Path inside the registry; `library/` stands before a name of docker.io that has no slash. */
  readonly repository: string;
  /** Absent where the reference names none: then the runtime takes `latest`, or the digest alone. */
  readonly tag?: string;
  /** `sha256:…` of the manifest or of the index of manifests. */
  readonly digest?: string;
}

/** Registry of references that name none. */
const defaultRegistry = "docker.io";

const host = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?`;
const segment = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;

/** Text of a regular expression that matches a reference, without anchors: the grammar of distribution/reference. */
export const referencePattern = String.raw`(?:${host}/)?${segment}(?:/${segment})*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?`;

const grammar = new RegExp(
  String.raw`^((?:${host}/)?${segment}(?:/${segment})*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);

/** Takes a reference apart; undefined where the text is none, such as a placeholder or a path. */
export function parseReference(text: string): ImageReference | undefined {
  const match = grammar.exec(text);
  const name = match?.[1];
  if (name === undefined) {
    return undefined;
  }
  const tag = match?.[2];
  const digest = match?.[3];
  return {
    ...locate(name),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Puts a reference together; the registry is always named. */
export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  const withTag = tag === undefined ? "" : `:${tag}`;
  return `${registry}/${repository}${withTag}${digest === undefined ? "" : `@${digest}`}`;
}

/**
 * The one spelling of a reference that locks and tables are keyed by: registry named, tag named unless a digest
 * says more. The same image under two spellings has one entry.
 *
 * @throws Error where the text is no reference
 */
export function canonicalReference(text: string): string {
  const reference = parseReference(text);
  if (reference === undefined) {
    throw new Error(`"${text}" is not a reference of a container image`);
  }
  const { digest, tag = "latest", ...name } = reference;
  return formatReference(digest === undefined ? { ...name, tag } : { ...name, digest });
}

/** `<registry>/<repository>` of a reference, without tag and digest. */
export function nameOf({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/** The first part of a name is a host if it looks like one; otherwise all of it belongs to docker.io. */
function locate(name: string): Pick<ImageReference, "registry" | "repository"> {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (/[.:[]/.test(first) || first === "localhost" || /[A-Z]/.test(first)) {
    return { registry: first, repository: name.slice(slash + 1) };
  }
  return { registry: defaultRegistry, repository: slash < 0 ? `library/${name}` : name };
}
