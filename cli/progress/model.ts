import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { addChanges, type Changes, noChanges, type Outcome, outcomeOf } from "./changes";
import type { ChangedResource, ComponentView, Failure, Running, StackView } from "./view";

interface Component {
  name: string;
  registered: number;
  done: number;
  changes: Changes;
  failed: number;
  running: Map<string, Running>;
  started: number | undefined;
  ended: number | undefined;
}

/** Components are the resources of this program's own types. */
const componentType = /^kubeflow[\w-]*:/;
/** How the engine says that the check of one of this program's own providers refused a resource as a whole. */
const refusal = /^kubeflow[\w-]*:\S+ resource '[^']+' has a problem: ([\s\S]*)$/;
const colourTag = /<\{%[^%]*%\}>/g;

/**
 * Follows one operation on one stack: fed with the engine's events and the program's registrations, it tells
 * at any time how far each component is. Nothing here knows of terminals.
 */
export class StackProgress {
  private readonly components = new Map<string, Component>();
  private readonly componentOfUrn = new Map<string, string>();
  private readonly failed = new Map<string, StepEventMetadata>();
  private readonly messages = new Map<string, string[]>();
  private readonly changed: ChangedResource[] = [];
  private readonly errors: string[] = [];
  private readonly warnings: string[] = [];
  private readonly refused: string[] = [];
  private stopping = false;

  /**
   * @param room      gives its name to resources outside of every component
   * @param operation on `destroy` a resource is done with when it is deleted, otherwise when it is there
   * @param clock     milliseconds, for the times in views
   */
  constructor(
    private readonly room: string,
    private readonly operation: "up" | "preview" | "destroy" = "up",
    private readonly clock: () => number = Date.now,
  ) {}

  /** The program has registered a resource; `component` is undefined outside of every component. */
  registered(component: string | undefined): void {
    this.component(component).registered += 1;
  }

  /** Somebody has asked for an end. */
  stop(): void {
    this.stopping = true;
  }

  /** The engine has said something. */
  apply(event: EngineEvent): void {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
    if (resourcePreEvent !== undefined) {
      this.begin(resourcePreEvent.metadata);
    } else if (resOutputsEvent !== undefined) {
      this.end(resOutputsEvent.metadata);
    } else if (resOpFailedEvent !== undefined) {
      this.fail(resOpFailedEvent.metadata);
    } else if (diagnosticEvent !== undefined) {
      const text = diagnosticEvent.message.replace(colourTag, "").trim();
      this.diagnose(diagnosticEvent.urn ?? "", diagnosticEvent.severity, text, diagnosticEvent.ephemeral);
    }
  }

  /** How far everything is. */
  view(): StackView {
    const components = [...this.components.values()].map((c) => ({ ...c, running: [...c.running.values()] }));
    const sum = (of: (c: ComponentView) => number): number => components.reduce((n, c) => n + of(c), 0);
    return {
      components,
      registered: sum((c) => c.registered),
      done: sum((c) => c.done),
      changes: addChanges(components.map(({ changes }) => changes)),
      changed: this.changed,
      failures: [...this.failed.values()].map((step) => this.failure(step)),
      errors: [...this.errors, ...this.strayMessages()],
      warnings: this.warnings,
      refused: this.refused,
      planned: this.operation === "preview",
      stopping: this.stopping,
    };
  }

  private begin(step: StepEventMetadata): void {
    const component = this.place(step);
    if (!isObject(step) || step.op === "same") {
      return;
    }
    const now = this.clock();
    component.started ??= now;
    component.ended = undefined;
    const { urn, type } = step;
    component.running.set(urn, { urn, type, name: nameOf(urn), since: now, waiting: undefined });
  }

  private end(step: StepEventMetadata): void {
    const component = this.place(step);
    component.running.delete(step.urn);
    const outcome = isObject(step) ? outcomeOf(step.op) : undefined;
    if (outcome === undefined) {
      return;
    }
    const now = this.clock();
    component.changes[outcome] += 1;
    component.done += this.isDone(outcome) ? 1 : 0;
    component.started ??= now;
    component.ended = now;
    if (outcome !== "same" && outcome !== "refreshed") {
      const { urn, type, diffs = [] } = step;
      this.changed.push({ outcome, type, name: nameOf(urn), component: component.name, diffs });
    }
  }

  /** Looking at a resource, or deleting another than those that are to go, brings nothing nearer to its end. */
  private isDone(outcome: Outcome): boolean {
    return outcome !== "refreshed" && (outcome === "deleted") === (this.operation === "destroy");
  }

  private fail(step: StepEventMetadata): void {
    const component = this.place(step);
    component.running.delete(step.urn);
    component.failed += 1;
    component.ended = this.clock();
    this.failed.set(step.urn, step);
  }

  private diagnose(urn: string, severity: string, text: string, ephemeral = false): void {
    const component = this.components.get(this.componentOfUrn.get(urn) ?? "");
    const running = component?.running.get(urn);
    if (running !== undefined && component !== undefined && text !== "") {
      component.running.set(urn, { ...running, waiting: text });
    }
    if (ephemeral || text === "") {
      return;
    }
    const [, reason] = refusal.exec(text) ?? [];
    if (severity === "error" && reason !== undefined) {
      this.refused.push(reason);
    } else if (severity === "error") {
      // What has no resource of its own is reported at the stack.
      if (urn === "" || urn.includes("::pulumi:pulumi:Stack::")) {
        this.errors.push(text);
      } else {
        this.messages.set(urn, [...(this.messages.get(urn) ?? []), text]);
      }
    } else if (severity === "warning") {
      this.warnings.push(text);
    }
  }

  /** Parents come before their children, so that their component is known. */
  private place(step: StepEventMetadata): Component {
    const known = this.componentOfUrn.get(step.urn);
    const name = known ?? componentName(step, this.componentOfUrn) ?? this.room;
    this.componentOfUrn.set(step.urn, name);
    return this.component(name);
  }

  private component(name = this.room): Component {
    const known = this.components.get(name);
    if (known !== undefined) {
      return known;
    }
    const made: Component = {
      name,
      registered: 0,
      done: 0,
      changes: noChanges(),
      failed: 0,
      running: new Map(),
      started: undefined,
      ended: undefined,
    };
    this.components.set(name, made);
    return made;
  }

  /** Errors at resources whose step didn't fail: providers that can't be started, checks that fail. */
  private strayMessages(): string[] {
    return [...this.messages].flatMap(([urn, texts]) =>
      this.failed.has(urn) ? [] : texts.map((text) => `${nameOf(urn)}: ${text}`),
    );
  }

  private failure(step: StepEventMetadata): Failure {
    return {
      urn: step.urn,
      type: step.type,
      name: nameOf(step.urn),
      operation: step.op,
      component: this.componentOfUrn.get(step.urn) ?? this.room,
      messages: this.messages.get(step.urn) ?? [],
      inputs: step.new?.inputs ?? step.old?.inputs ?? {},
    };
  }
}

/** Whether a type is that of a component of this program. */
export function isComponentType(type: string): boolean {
  return componentType.test(type);
}

/** Whether a type is that of a resource that people count: not a provider, not a reference to a stack. */
export function isCounted(type: string): boolean {
  return !type.startsWith("pulumi:");
}

/** The name at the end of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.indexOf("::", urn.indexOf("::", urn.indexOf("::") + 2) + 2) + 2);
}

/** The engine leaves `custom` out where it is false: at components. */
function isObject(step: StepEventMetadata): boolean {
  return isCounted(step.type) && (step.new ?? step.old)?.custom === true;
}

function componentName(
  step: StepEventMetadata,
  componentOfUrn: ReadonlyMap<string, string>,
): string | undefined {
  const state = step.new ?? step.old;
  if (state === undefined) {
    return undefined;
  }
  return state.custom !== true && isComponentType(step.type)
    ? nameOf(step.urn)
    : (componentOfUrn.get(state.parent) ?? componentAt(state.parent));
}

/** The name of the component that a URN is of, or nothing where it is of something else. */
export function componentAt(urn: string): string | undefined {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return isComponentType(type) ? nameOf(urn) : undefined;
}
