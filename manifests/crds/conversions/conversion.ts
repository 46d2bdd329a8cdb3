import type { KubeObject } from "../../../kube/object";
import type { Json, JsonObject } from "../../../plugin/json";

/**
 * How objects of a kind go from one definition to another that has other fields for the same: pure, both ways are a
 * conversion each.
 */
export interface Conversion {
  /** The definition, such as `trainjobs.trainer.kubeflow.org`. */
  readonly definition: string;
  /** Fields that the new definition lacks, as {@link DefinitionChange} has them. */
  readonly lost: readonly string[];
  /** Fields that take their place. */
  readonly gained: readonly string[];
  /** For people, and how an object says which conversion it is in the middle of: `spec.a → spec.b`. */
  readonly text: string;
  /**
   * What an object has in the lost fields, all that {@link restore} needs of it; undefined where it has nothing that
   * must be converted.
   */
  readonly save: (object: KubeObject) => Json | undefined;
  /** The object with the gained fields, in place of what was saved. Doing it twice is doing it once. */
  readonly restore: (object: KubeObject, saved: Json) => KubeObject;
  /** Paths where an object has something that can't be expressed in the gained fields: it is lost. */
  readonly rest: (object: KubeObject) => readonly string[];
  /**
   * A merge patch that the object gets while the old definition is there: what the new one neither reads nor lets
   * anybody change. Default: none.
   */
  readonly clear?: (object: KubeObject) => JsonObject | undefined;
}
