import { arrayOf, at, textOf, type Json } from "../plugin/json";
import type { KubeObject, ObjectRef } from "./object";

/** The reference to a CustomResourceDefinition, such as `profiles.kubeflow.org`. */
export function definitionRef(name: string): ObjectRef {
  return { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", name };
}

/** The group of a definition's kind. */
export function definedGroup(definition: KubeObject): string {
  return textOf(at(definition, "spec", "group"));
}

/** The kind that a definition is of. */
export function definedKind(definition: KubeObject): string {
  return textOf(at(definition, "spec", "names", "kind"));
}

/** A definition's versions, in its order; none of a definition that isn't there. */
export function versionsOf(definition: KubeObject | undefined): readonly Json[] {
  return arrayOf(at(definition, "spec", "versions"));
}

/** A definition's version by its name. */
export function versionNamed(definition: KubeObject | undefined, name: string): Json | undefined {
  return versionsOf(definition).find((version) => nameOfVersion(version) === name);
}

/** Such as `v1alpha1`. */
export function nameOfVersion(version: Json): string {
  return textOf(at(version, "name"));
}

/** Whether the API server answers to a version. */
export function isServedVersion(version: Json | undefined): boolean {
  return at(version, "served") === true;
}

/** The version in which a definition's objects are stored. */
export function storedVersion(definition: KubeObject): Json | undefined {
  return versionsOf(definition).find((version) => at(version, "storage") === true);
}
