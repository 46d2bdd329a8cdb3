import type { ChangedResource } from "../progress/view";
import { count } from "../terminal/text";
import { databaseNotes } from "./databases";
import { controllerKinds } from "./controlled";
import { type DefinitionEffects, effectsOf } from "./definitions";
import type { DroppedDefinition, SeenDefinition } from "./look";
import type { Recorded } from "./recorder";
import type { Upgrade } from "./versions";
import { countTenants, effectsOnPods, type KindCount, type TenantObjects } from "./workloads";

/** What an upgrade does to a component. */
export interface ComponentChanges {
  readonly component: string;
  /** Deleted and made anew, as `<kind> <namespace>/<name>`. */
  readonly replaced: readonly string[];
  readonly deleted: readonly string[];
  readonly created: number;
  readonly updated: number;
}

/** All that is shown before an upgrade starts. */
export interface UpgradePlan extends Upgrade {
  /** Whether the previews came to their end; what is told of resources, definitions and images is not all otherwise. */
  readonly whole: boolean;
  /** Stacks that were previewed. */
  readonly stacks: readonly string[];
  readonly components: readonly ComponentChanges[];
  /** Why the cluster could not be asked; absent where it was: counts of objects are those of the cluster. */
  readonly clusterNotAsked?: string;
  /** Definitions of which objects are converted or lose something, or would be refused; others change without a consequence. */
  readonly definitions: readonly DefinitionEffects[];
  /** How many definitions change. */
  readonly changedDefinitions: number;
  readonly dropped: readonly DroppedDefinition[];
  /** Components whose controllers start anew. */
  readonly controllers: readonly string[];
  readonly tenants: readonly KindCount[];
  /** What happens to tenants' pods. */
  readonly pods: readonly string[];
  /** What can't be undone by going back, or only in part. */
  readonly irrevocable: readonly string[];
}

/** What a plan is made of. */
export interface Findings {
  readonly upgrade: Upgrade;
  readonly whole: boolean;
  readonly stacks: readonly string[];
  readonly changed: readonly ChangedResource[];
  readonly recorded: Recorded;
  readonly definitions: readonly SeenDefinition[];
  readonly dropped: readonly DroppedDefinition[];
  /** A text says why the cluster could not be asked. */
  readonly tenants: TenantObjects | string;
}

/** Puts the plan together. */
export function planOf(findings: Findings): UpgradePlan {
  const { upgrade, recorded, tenants } = findings;
  const components = componentsOf(findings.changed);
  const seen = typeof tenants === "string" ? undefined : tenants;
  const effects = findings.definitions.map((one) => effectsOf(one.pair, one.seen, recorded.own));
  return {
    ...upgrade,
    whole: findings.whole,
    stacks: findings.stacks,
    components,
    ...(typeof tenants === "string" && { clusterNotAsked: tenants }),
    definitions: effects.filter(matters),
    changedDefinitions: recorded.definitions.length,
    dropped: findings.dropped,
    controllers: controllersIn(findings.changed),
    tenants: seen === undefined ? [] : countTenants(seen),
    pods: effectsOnPods(recorded.images, seen),
    irrevocable: [...irrevocableIn(effects), ...kubernetesNotes(upgrade), ...databaseNotes(recorded.images)],
  };
}

/** Changes by component, in the order in which the engine came to them. */
export function componentsOf(changed: readonly ChangedResource[]): readonly ComponentChanges[] {
  const names = [...new Set(changed.map(({ component }) => component))];
  return names.map((component) => {
    const all = changed.filter((one) => one.component === component);
    const named = (outcome: ChangedResource["outcome"]) =>
      all.filter((one) => one.outcome === outcome).map(({ type, name }) => `${kindOf(type)} ${name}`);
    return {
      component,
      replaced: named("replaced"),
      deleted: named("deleted"),
      created: named("created").length,
      updated: named("updated").length,
    };
  });
}

/** Components of which a Deployment, StatefulSet or DaemonSet changes. */
export function controllersIn(changed: readonly ChangedResource[]): readonly string[] {
  const found = changed
    .filter(({ type, outcome }) => controllerKinds.has(kindOf(type)) && outcome !== "same")
    .map(({ component }) => component);
  return [...new Set(found)];
}

function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

function matters(effects: DefinitionEffects): boolean {
  const { migration, converted, lost, refused, lostFields, objects, unchecked } = effects;
  const any = objects === undefined || objects > 0;
  return (
    (migration !== undefined && any) ||
    converted.length + lost.length + refused.length > 0 ||
    (objects === undefined && lostFields.length > 0) ||
    (any && objects !== undefined && unchecked.length > 0)
  );
}

function irrevocableIn(effects: readonly DefinitionEffects[]): string[] {
  const lost = effects.filter((one) => one.lost.length > 0).map(({ kind }) => kind);
  const barred = effects.filter(({ wayBack }) => !wayBack).map(({ name }) => name);
  const onlyAfter = effects.filter(({ onlyAfter: fields }) => fields.length > 0);
  return [
    ...(lost.length === 0
      ? []
      : [`what objects have in fields that go is gone (${lost.join(", ")}, above): write it down before`]),
    ...(barred.length === 0
      ? []
      : [
          `the way back is refused for ${barred.join(", ")}: neither release has a version that both can store`,
        ]),
    ...(onlyAfter.length === 0
      ? []
      : [
          `what is written from then on in fields that only the other release has is lost on the way back (${count(onlyAfter.length, "kind has", "kinds have")} such fields)`,
        ]),
  ];
}

/** Source: Amazon EKS User Guide, "Update existing cluster to new Kubernetes version". */
function kubernetesNotes({ steps }: Upgrade): string[] {
  return steps
    .filter(({ what }) => what === "Kubernetes")
    .map(({ from, to, direction }) =>
      direction === "forward"
        ? `Kubernetes ${to}: EKS takes no cluster back to ${from}`
        : `EKS takes no cluster from ${from} back to ${to}: this will be refused`,
    );
}
