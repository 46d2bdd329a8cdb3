import type { DiagnosticEvent, EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";

/** Helpers of this folder's tests: events as the engine sends them. */

const stackUrn = "urn:pulumi:local::kubeflow-platform::pulumi:pulumi:Stack::kubeflow-platform-local";

/** A resource in a test. */
export interface TestResource {
  readonly type: string;
  readonly name: string;
  /** URN of its parent; the stack's where it is left out. */
  readonly parent?: string;
  readonly custom?: boolean;
  readonly inputs?: Record<string, unknown>;
}

/** The URN of a resource. */
export function urnOf({ type, name, parent = stackUrn }: TestResource): string {
  const above = parent.split("::")[2] ?? "";
  const qualified = parent === stackUrn ? type : `${above}$${type}`;
  return `urn:pulumi:local::kubeflow-platform::${qualified}::${name}`;
}

/** The engine begins a step. */
export function begins(op: OpType, resource: TestResource): EngineEvent {
  return { sequence: 0, timestamp: 0, resourcePreEvent: { metadata: step(op, resource) } };
}

/** The engine has finished a step. */
export function ends(op: OpType, resource: TestResource, diffs: string[] = []): EngineEvent {
  return {
    sequence: 0,
    timestamp: 0,
    resOutputsEvent: { metadata: { ...step(op, resource), diffs } },
  };
}

/** A step has failed. */
export function fails(op: OpType, resource: TestResource): EngineEvent {
  return {
    sequence: 0,
    timestamp: 0,
    resOpFailedEvent: { metadata: step(op, resource), status: 1, steps: 1 },
  };
}

/** Somebody says something about a resource, or about the stack. */
export function says(
  severity: DiagnosticEvent["severity"],
  message: string,
  resource?: TestResource,
  ephemeral = false,
): EngineEvent {
  const urn = resource === undefined ? stackUrn : urnOf(resource);
  return {
    sequence: 0,
    timestamp: 0,
    diagnosticEvent: { urn, message, color: "raw", severity, ephemeral },
  };
}

function step(op: OpType, resource: TestResource): StepEventMetadata {
  const urn = urnOf(resource);
  const state = {
    type: resource.type,
    urn,
    // As the engine does: where it is false it is left out.
    ...(resource.custom !== false && { custom: true }),
    id: "",
    parent: resource.parent ?? stackUrn,
    inputs: resource.inputs ?? {},
    outputs: {},
    provider: "",
  };
  return {
    op,
    urn,
    type: resource.type,
    provider: "",
    ...(op === "delete" ? { old: state } : { new: state }),
  };
}
