/** What a registry asks for in `WWW-Authenticate`. */
export interface Challenge {
  readonly scheme: "bearer" | "basic";
  /** Such as `realm`, `service` and `scope`; keys in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads a `WWW-Authenticate` header with one challenge (RFC 9110, 11.6.1); undefined for schemes that registries of
 * container images don't use.
 */
export function parseChallenge(header: string): Challenge | undefined {
  const [, scheme = "", rest = ""] = /^\s*([A-Za-z]+)\s*(.*)$/s.exec(header) ?? [];
  const name = scheme.toLowerCase();
  if (name !== "bearer" && name !== "basic") {
    return undefined;
  }
  const parameters = new Map(
    [...rest.matchAll(/([A-Za-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)].map(
      ([, key = "", quoted, token = ""]) => [
        key.toLowerCase(),
        quoted === undefined ? token : quoted.replaceAll(/\\(.)/g, "$1"),
      ],
    ),
  );
  return { scheme: name, parameters };
}
