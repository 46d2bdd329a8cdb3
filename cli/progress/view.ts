import type { OpType } from "@pulumi/pulumi/automation";
import type { Changes, Outcome } from "./changes";

/** A resource that the engine is working on. */
export interface Running {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly since: number;
  /** What its provider says it waits for. */
  readonly waiting: string | undefined;
}

/** How far a component has come. */
export interface ComponentView {
  readonly name: string;
  /** Resources that the program has registered so far. */
  readonly registered: number;
  /** Those of them that the engine is through with. */
  readonly done: number;
  readonly changes: Changes;
  readonly failed: number;
  readonly running: readonly Running[];
  readonly started: number | undefined;
  readonly ended: number | undefined;
}

/** A resource that failed. */
export interface Failure {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: OpType;
  readonly component: string;
  readonly messages: readonly string[];
  /** What the program asked for; secrets are masked by the engine. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A resource that was changed, or that a preview would change. */
export interface ChangedResource {
  readonly outcome: Outcome;
  readonly type: string;
  readonly name: string;
  readonly component: string;
  /** Properties that differ. */
  readonly diffs: readonly string[];
}

/** How far a stack has come. */
export interface StackView {
  readonly components: readonly ComponentView[];
  readonly registered: number;
  readonly done: number;
  readonly changes: Changes;
  readonly changed: readonly ChangedResource[];
  readonly failures: readonly Failure[];
  /** Errors that belong to no resource. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Why this program's own providers refused what it asks for, before any step: mistakes in configuration. */
  readonly refused: readonly string[];
  /** A preview: nothing was changed, all of it is to be. */
  readonly planned: boolean;
  /** Somebody asked for an end: what fails from then on was stopped. */
  readonly stopping: boolean;
}
