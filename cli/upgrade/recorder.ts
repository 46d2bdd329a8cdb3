import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { arrayOf, at, isObject, type Json, type JsonObject, objectOf, textOf } from "../../plugin/json";
import { nameOf } from "../progress/model";

/** A definition that another one takes the place of, or that a component no longer has. */
export interface ChangedDefinition {
  /** Such as `trainjobs.trainer.kubeflow.org`. */
  readonly name: string;
  /** Digest of the text that was applied last. */
  readonly before: string;
  /** Digest of the text that is to be applied; undefined where the release no longer has it. */
  readonly after: string | undefined;
}

/** An object that says which images others run in, or runs in them itself, and has others from now on. */
export interface ChangedImages {
  readonly kind: string;
  /** Without its namespace. */
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a preview of the platform says beyond what is counted. */
export interface Recorded {
  readonly definitions: readonly ChangedDefinition[];
  readonly images: readonly ChangedImages[];
  /** `<kind> <namespace>/<name>` of everything that is the platform's: it comes anew by itself, or goes. */
  readonly own: ReadonlySet<string>;
}

/** Kinds whose images are told: what runs Kubeflow, and what tenants' pods are made from. */
const withImages = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ClusterServingRuntime",
  "ClusterTrainingRuntime",
]);

const bundleType = "kubeflow:manifests:CrdBundle";

/** Listens to a preview of the platform. */
export class PreviewRecorder {
  readonly #before = new Map<string, string>();
  readonly #after = new Map<string, string>();
  readonly #images = new Map<string, ChangedImages>();
  readonly #own = new Set<string>();

  /** What makes an operation on a room's stack tell this recorder; nothing for other rooms than the platform. */
  on(room: string): { readonly onEvent?: (event: EngineEvent) => void } {
    return room === "platform" ? { onEvent: this.apply.bind(this) } : {};
  }

  /** The engine has said something. */
  apply({ resOutputsEvent }: EngineEvent): void {
    if (resOutputsEvent !== undefined) {
      this.#step(resOutputsEvent.metadata);
    }
  }

  /** All of it, once the preview is over. */
  recorded(): Recorded {
    // A definition may move from one component to another.
    const definitions = [...this.#before]
      .filter(([name, digest]) => this.#after.get(name) !== digest)
      .map(([name, before]) => ({ name, before, after: this.#after.get(name) }));
    return { definitions, images: [...this.#images.values()], own: this.#own };
  }

  #step({ type, urn, op, ...step }: StepEventMetadata): void {
    const [old, news] = [inputsOf(step.old), inputsOf(step.new)];
    if (type === bundleType) {
      // One of a component that goes stays, with its objects: nothing compares it.
      digestsOf(old).forEach(([name, digest]) => this.#before.set(name, digest));
      digestsOf(op === "delete" ? undefined : news).forEach(([name, digest]) =>
        this.#after.set(name, digest),
      );
      return;
    }
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const name = nameOf(urn);
    if (type.startsWith("kubernetes:")) {
      this.#own.add(`${kind} ${name}`);
    }
    if (withImages.has(kind) && old !== undefined && news !== undefined) {
      const [before, after] = [imagesIn(old), imagesIn(news)];
      if (before.join("\n") !== after.join("\n")) {
        this.#images.set(urn, { kind, name: name.slice(name.lastIndexOf("/") + 1), before, after });
      }
    }
  }
}

/** The engine hands JSON over, whatever the SDK's types make of it. */
function inputsOf(state: StepEventMetadata["old"]): JsonObject | undefined {
  const inputs: unknown = state?.inputs;
  return isObject(inputs) ? inputs : undefined;
}

function digestsOf(inputs: JsonObject | undefined): [string, string][] {
  return Object.entries(objectOf(at(inputs, "definitions"))).map(([name, digest]) => [name, textOf(digest)]);
}

/** Every `image` in an object, each once, sorted. */
export function imagesIn(value: Json): readonly string[] {
  const found = new Set<string>();
  const visit = (inner: Json): void => {
    if (Array.isArray(inner)) {
      arrayOf(inner).forEach(visit);
    } else if (isObject(inner)) {
      for (const [key, one] of Object.entries(inner)) {
        if (key === "image" && typeof one === "string") {
          found.add(one);
        } else {
          visit(one);
        }
      }
    }
  };
  visit(value);
  return [...found].sort();
}
