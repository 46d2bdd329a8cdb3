import type { Change } from "./diff";
import type { JsonObject } from "./json";

/** How loud a message to the user is; `status` is shown beside the resource until the next one replaces it. */
export type Severity = "status" | "debug" | "info" | "warning" | "error";

/** What every request about a resource says. */
export interface ResourceRequest {
  /** The resource's URN. */
  readonly urn: string;
  /** Its type token, such as `random:index/randomPassword:RandomPassword`. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  /** Shows a message at this resource in the engine's display. Never throws, never waits. */
  readonly log: (severity: Severity, message: string) => void;
  /** Aborted when the user cancels the run: end waits promptly, keep what was made. */
  readonly signal: AbortSignal;
}

/** Are these inputs right, and what are they with defaults filled in? Inputs may hold unknowns. */
export interface CheckRequest extends ResourceRequest {
  /** The inputs of the last run; empty on the first. */
  readonly olds: JsonObject;
  /** What the program says now. */
  readonly news: JsonObject;
  /** Random bytes that stay the same if this resource's creation is tried again: for made-up names. */
  readonly randomSeed: Uint8Array;
}

/** The checked inputs, or why they are wrong. */
export interface CheckResult {
  readonly inputs: JsonObject;
  readonly failures?: readonly CheckFailure[];
}

/** One wrong input. */
export interface CheckFailure {
  /** Path of the input; empty for the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}

/** What would change? Inputs may hold unknowns. */
export interface DiffRequest extends ResourceRequest {
  readonly id: string;
  readonly oldInputs: JsonObject;
  /** The outputs of the last run. */
  readonly oldState: JsonObject;
  readonly news: JsonObject;
}

/** What changes; no changes at all when `changes` is empty. */
export interface DiffResult {
  readonly changes: readonly PropertyChange[];
  /** Delete the old resource before its replacement is made (default: after). */
  readonly deleteBeforeReplace?: boolean;
  /** Outputs that certainly stay as they are though the resource is updated. */
  readonly stables?: readonly string[];
}

/** A change of one property. */
export interface PropertyChange extends Change {
  /** This change needs a new resource (default false). */
  readonly replace?: boolean;
}

/** Make the resource. */
export interface CreateRequest extends ResourceRequest {
  readonly inputs: JsonObject;
  /** Only say what the outputs would be; inputs may hold unknowns, and so may the outputs. */
  readonly preview: boolean;
  /** The program's own limit (`customTimeouts`), in seconds; undefined where it gives none. */
  readonly timeoutSeconds: number | undefined;
}

/** A resource that was made. */
export interface CreateResult {
  /** Empty only in a preview. */
  readonly id: string;
  readonly outputs: JsonObject;
}

/** What is really there? Asked for a refresh (with inputs and state) and for an import (with neither). */
export interface ReadRequest extends ResourceRequest {
  readonly id: string;
  /** Undefined for an import. */
  readonly inputs: JsonObject | undefined;
  readonly state: JsonObject;
}

/** What is there. */
export interface ReadResult {
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** Change the resource in place. */
export interface UpdateRequest extends ResourceRequest {
  readonly id: string;
  readonly oldInputs: JsonObject;
  readonly oldState: JsonObject;
  readonly news: JsonObject;
  readonly preview: boolean;
  readonly timeoutSeconds: number | undefined;
}

/** Remove the resource; one that is gone already is a success. */
export interface DeleteRequest extends ResourceRequest {
  readonly id: string;
  readonly inputs: JsonObject;
  readonly state: JsonObject;
  readonly timeoutSeconds: number | undefined;
}

/** The provider's own configuration. The SDK hands values other than strings over as JSON text. */
export interface ConfigureRequest {
  readonly args: JsonObject;
}

type Answer<T> = T | Promise<T>;

/** What a provider does. Every handler may throw: the error's message is what the user reads. */
export interface ProviderHandlers {
  /** Default: the configuration is right as it is. */
  readonly checkConfig?: (request: CheckRequest) => Answer<CheckResult>;
  /** Changes with `replace` replace every resource of the provider. Default: any change is an update. */
  readonly diffConfig?: (request: DiffRequest) => Answer<DiffResult>;
  /** Called once, before any resource, and only if all of the configuration is known. */
  readonly configure?: (request: ConfigureRequest) => Answer<void>;
  /** Default: the inputs are right as they are. */
  readonly check?: (request: CheckRequest) => Answer<CheckResult>;
  /** Default: every difference between old and new inputs is an update in place. */
  readonly diff?: (request: DiffRequest) => Answer<DiffResult>;
  readonly create: (request: CreateRequest) => Answer<CreateResult>;
  /** Undefined: the resource is gone. Default: what the state says is there. */
  readonly read?: (request: ReadRequest) => Answer<ReadResult | undefined>;
  /** Default: an error that says that the resource can't be changed. */
  readonly update?: (request: UpdateRequest) => Answer<JsonObject>;
  /** Default: there is nothing to remove. */
  readonly delete?: (request: DeleteRequest) => Answer<void>;
}

/**
 * The resource is there but not as it should be (not ready in time, cancelled while waiting):
 * the run fails, the state keeps the resource, and the next run goes on with it.
 */
export class InitError extends Error {
  override readonly name = "InitError";

  /**
   * @param reasons what the user reads, one or more texts
   * @param id      the resource's id
   * @param outputs what the state shall say about it
   */
  constructor(
    readonly reasons: readonly string[],
    readonly id: string,
    readonly outputs: JsonObject,
  ) {
    super(reasons.join("\n"));
  }
}
