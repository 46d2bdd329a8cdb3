import { UserError } from "../config/errors";
import { at, numberOf, objectOf, textOf, type Json, type JsonObject } from "../plugin/json";

/** What the API server answered instead of what was asked for. */
export class KubeError extends Error {
  override readonly name = "KubeError";

  /**
   * @param status  HTTP status, such as 404
   * @param reason  machine-readable reason, such as `NotFound`, `AlreadyExists`, `Invalid`, `Conflict`
   * @param message the server's own words
   * @param details the server's details: causes with fields, name and kind
   */
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly details: JsonObject = {},
  ) {
    super(message);
  }
}

/** The API server has no such kind (yet): its CustomResourceDefinition isn't there or isn't established. */
export class UnknownKindError extends Error {
  override readonly name = "UnknownKindError";

  /** @param apiVersion group and version, @param kind the kind that it lacks */
  constructor(
    readonly apiVersion: string,
    readonly kind: string,
  ) {
    super(`the API server has no kind ${kind} in ${apiVersion}`);
  }
}

/** A Status document, or whatever else an error's body holds, as an error. */
export function kubeError(status: number, body: Json): KubeError {
  const reason = textOf(at(body, "reason"), status === 404 ? "NotFound" : `HTTP ${status}`);
  const text = typeof body === "string" ? body.trim() : textOf(at(body, "message"));
  return new KubeError(
    numberOf(at(body, "code"), status),
    reason,
    text === "" ? `the API server answered ${status}` : text,
    objectOf(at(body, "details")),
  );
}

/** True if the error says that the object isn't there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof KubeError && error.status === 404;
}

/** True if the error says that somebody else has written meanwhile, or owns what is to be written. */
export function isConflict(error: unknown): boolean {
  return error instanceof KubeError && error.reason === "Conflict";
}

/** A server that doesn't answer, in the user's words: which server, why, what to do. */
export class UnreachableError extends UserError {
  /** @param server the server's address, @param error what the network said */
  constructor(server: string, error: unknown) {
    const cause = causeOf(error);
    const why = certificateTrouble.test(cause)
      ? `its certificate is not trusted (${cause}): is the kubeconfig of this cluster?`
      : cause;
    super(
      `the Kubernetes API server ${server} does not answer: ${why}`,
      "check that the cluster is running and that the kubeconfig points to it",
      1,
    );
  }
}

const certificateTrouble = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

/** The code of a network error, or its message: `ECONNREFUSED`, `UND_ERR_SOCKET`. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if ("code" in error && typeof error.code === "string") {
    return error.code;
  }
  return error.cause instanceof Error ? causeOf(error.cause) : error.message;
}
