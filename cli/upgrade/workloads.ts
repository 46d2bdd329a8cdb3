import { repositoryOf } from "../../images";
import type { KubeObject } from "../../kube";
import { at, textOf } from "../../plugin/json";
import { count } from "../terminal/text";
import { imageSteps, imageTag } from "./image";
import type { ChangedImages } from "./recorder";

/** Objects of a kind that tenants have, by the component whose controllers look after them. */
export type TenantObjects = readonly {
  readonly component: string;
  readonly kind: string;
  readonly objects: readonly { readonly namespace: string; readonly object: KubeObject }[];
  /** Whether there are more, which were not counted. */
  readonly more: boolean;
}[];

/** How many objects of a kind tenants have. */
export interface KindCount {
  readonly component: string;
  readonly kind: string;
  readonly total: number;
  readonly more: boolean;
  /** By namespace. */
  readonly tenants: Readonly<Record<string, number>>;
}

/** Counts tenants' objects; kinds that nobody has are left out. */
export function countTenants(all: TenantObjects): readonly KindCount[] {
  return all
    .filter(({ objects }) => objects.length > 0)
    .map(({ component, kind, objects, more }) => {
      const tenants: Record<string, number> = {};
      for (const { namespace } of objects) {
        tenants[namespace] = (tenants[namespace] ?? 0) + 1;
      }
      return { component, kind, total: objects.length, more, tenants };
    });
}

/**
 * What happens to tenants' pods, as far as it is known from images that change.
 *
 * Sources: KServe brings a model server's Deployment up to its runtime and to its own settings, unless the
 * InferenceService has the annotation `serving.kserve.io/disable-auto-update` (KServe documentation, "Configurations");
 * Trainer leaves a JobSet as it is that isn't suspended (kubeflow/trainer, pkg/runtime/framework/plugins/jobset);
 * Istio's sidecars are of the version that injected them until the pod is made anew (Istio documentation, "In-place
 * Upgrades").
 */
export function effectsOnPods(
  images: readonly ChangedImages[],
  tenants: TenantObjects | undefined,
): readonly string[] {
  return [...servingEffects(images, tenants), ...trainingEffects(images), ...meshEffects(images)];
}

function servingEffects(images: readonly ChangedImages[], tenants: TenantObjects | undefined): string[] {
  const runtimes = images.filter(({ kind }) => kind === "ClusterServingRuntime");
  if (runtimes.length === 0) {
    return [];
  }
  const changed = new Set(runtimes.map(({ name }) => name));
  const services = tenants?.find(({ kind }) => kind === "InferenceService")?.objects;
  const using = services?.filter(({ object }) => {
    const model = at(object, "spec", "predictor", "model");
    const runtime = textOf(at(model, "runtime"));
    const pinned = at(object, "metadata", "annotations", "serving.kserve.io/disable-auto-update") === "true";
    // Who names none lets KServe choose: which one that is, only KServe knows.
    return model !== undefined && !pinned && (runtime === "" || changed.has(runtime));
  });
  return [
    `${count(runtimes.length, "serving runtime")} ${runtimes.length === 1 ? "has" : "have"} other images (${stepsOf(runtimes)}): ${
      using === undefined
        ? "model servers that run in them are rolled out anew"
        : `${count(using.length, "InferenceService")} that ${using.length === 1 ? "names" : "name"} one, or none, ${using.length === 1 ? "is" : "are"} rolled out anew`
    }, unless their images or versions are their own`,
  ];
}

function trainingEffects(images: readonly ChangedImages[]): string[] {
  const runtimes = images.filter(({ kind }) => kind === "ClusterTrainingRuntime");
  return runtimes.length === 0
    ? []
    : [
        `${count(runtimes.length, "training runtime")} ${runtimes.length === 1 ? "has" : "have"} other images (${stepsOf(runtimes)}): TrainJobs that run keep theirs, new ones and resumed ones get the new ones`,
      ];
}

function meshEffects(images: readonly ChangedImages[]): string[] {
  const mesh = images.find(({ kind, name }) => kind === "Deployment" && name === "istiod");
  const tags = (all: readonly string[]) =>
    all
      .filter((image) => repositoryOf(image).endsWith("/pilot"))
      .map(imageTag)
      .join(", ");
  return mesh === undefined || tags(mesh.before) === tags(mesh.after)
    ? []
    : [
        `Istio ${tags(mesh.before)} → ${tags(mesh.after)}: pods that run keep their sidecars until somebody restarts them`,
      ];
}

/** Images that change in several objects are told once. */
function stepsOf(images: readonly ChangedImages[]): string {
  const steps = [...new Set(images.flatMap(({ before, after }) => imageSteps(before, after)))].sort();
  const shown = steps.slice(0, shownSteps);
  return [...shown, ...(steps.length > shown.length ? [`${steps.length - shown.length} more`] : [])].join(
    ", ",
  );
}

const shownSteps = 6;
