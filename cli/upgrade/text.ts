import type { Style } from "../terminal/style";
import { count, table } from "../terminal/text";
import type { DefinitionEffects } from "./definitions";
import type { ComponentChanges, UpgradePlan } from "./plan";
import type { Upgrade, VersionStep } from "./versions";
import type { KindCount } from "./workloads";

/** Of each list so many are named; all of them are in `preview --json`. */
const shown = { objects: 10, resources: 10, tenants: 5, fields: 4 } as const;

/** `Go from 26.03 to 26.03.1-rc.2?`, or what else is to be agreed on. */
export function question({ steps, stopped }: Upgrade): string {
  const [first, ...others] = steps;
  if (first === undefined) {
    return stopped === undefined ? "Go on?" : `Go back to ${stopped.from}?`;
  }
  const named = first.what === "Kubeflow" ? "" : `${first.what} `;
  const more = others.map(({ what, from, to }) => `, ${what} from ${from} to ${to}`).join("");
  return `${first.direction === "back" ? "Go back" : "Go"} from ${named}${first.from} to ${first.to}${more}?`;
}

/** The plan, for people. */
export function planText(plan: UpgradePlan, name: string, style: Style): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["What is replaced, deleted and changed", resourceLines(plan)],
    ["Definitions and objects", definitionLines(plan)],
    ["Workloads of tenants", workloadLines(plan)],
    ["What can't be undone", undoneLines(plan)],
  ];
  return [
    style.bold(titleOf(plan, name)),
    ...table(plan.steps.map(stepRow), "  "),
    ...stoppedLines(plan),
    ...(plan.whole
      ? []
      : [
          style.bad(
            "  THE PREVIEW FAILED (see above): what follows is what it came to before that, and not all.",
          ),
        ]),
    ...(plan.clusterNotAsked === undefined
      ? []
      : [
          style.bad(`  THE CLUSTER COULD NOT BE ASKED: ${plan.clusterNotAsked}`),
          style.bad("  Which objects lose something, and whom it touches, is therefore NOT KNOWN."),
        ]),
    ...sections.flatMap(([title, lines]) => [
      "",
      `  ${style.bold(title)}`,
      ...lines.map((line) => `    ${line}`),
    ]),
  ].join("\n");
}

function titleOf({ steps }: Upgrade, name: string): string {
  return steps.every(({ direction }) => direction === "back") ? `Step back of ${name}` : `Upgrade of ${name}`;
}

function stepRow({ what, from, to, direction }: VersionStep): string[] {
  return [what, `${from} → ${to}`, direction === "back" ? "(a step back)" : ""];
}

function stoppedLines({ stopped, steps }: Upgrade): string[] {
  if (stopped === undefined) {
    return [];
  }
  const goesOn = steps.some(({ what, to }) => what === "Kubeflow" && to === stopped.to);
  return [
    `  The way from ${stopped.from} to ${stopped.to} was stopped halfway; ${
      goesOn ? "this goes on with what is left of it." : "this starts from there."
    }`,
  ];
}

function resourceLines({ components, stacks }: UpgradePlan): string[] {
  const sum = (of: (one: ComponentChanges) => number): number =>
    components.reduce((n, one) => n + of(one), 0);
  const all = [
    `${sum(({ replaced }) => replaced.length)} replaced (deleted and made anew)`,
    `${sum(({ deleted }) => deleted.length)} deleted`,
    `${sum(({ created }) => created)} created`,
    `${sum(({ updated }) => updated)} updated`,
  ];
  const rows = components.map(({ component, replaced, deleted, created, updated }) => [
    component,
    [
      ...(replaced.length > 0 ? [`${replaced.length} replaced`] : []),
      ...(deleted.length > 0 ? [`${deleted.length} deleted`] : []),
      ...(created > 0 ? [`${created} created`] : []),
      ...(updated > 0 ? [`${updated} updated`] : []),
    ].join(", "),
  ]);
  return [
    components.length === 0 ? "nothing" : `${all.join(", ")}, by component:`,
    ...table(rows, "  "),
    ...components.flatMap(({ component, replaced }) =>
      replaced.map((resource) => `replaced: ${resource} (${component})`),
    ),
    ...deletedLines(components),
    ...(stacks.includes("workloads")
      ? []
      : ["workloads come after that: what changes in them is not known before the platform is there"]),
  ];
}

/** Namespaces and volumes are what somebody would miss; of the rest a few say what it is. */
function deletedLines(components: readonly ComponentChanges[]): string[] {
  const all = components.flatMap(({ deleted }) => deleted);
  const grave = all.filter((resource) => /^(Namespace|PersistentVolumeClaim|Profile) /.test(resource));
  const others = all.filter((resource) => !grave.includes(resource));
  return [
    ...grave.map((resource) => `DELETED WITH ALL THAT IS IN IT: ${resource}`),
    ...(others.length === 0 ? [] : [`deleted: ${listed(others, shown.resources)}`]),
  ];
}

function definitionLines({ definitions, changedDefinitions, dropped }: UpgradePlan): string[] {
  const consequences = definitions.flatMap(effectLines);
  const lossless =
    definitions.some(({ lost }) => lost.length > 0) ||
    definitions.some(({ objects }) => objects === undefined)
      ? []
      : ["no object loses a field"];
  return [
    `${count(changedDefinitions, "definition")} change${changedDefinitions === 1 ? "s" : ""}`,
    ...consequences,
    ...lossless,
    ...dropped
      .filter(({ objects }) => objects !== 0)
      .map(
        ({ name, objects }) =>
          `${name} is not in that release: it stays, with ${objects === undefined ? "its objects" : count(objects, "object")}, and nobody looks after it`,
      ),
  ];
}

function effectLines(effects: DefinitionEffects): string[] {
  const { name, kind, migration, converted, lost, refused, unchecked, objects, more, lostFields } = effects;
  const some = objects === undefined ? `every ${kind}` : `${more ? "more than " : ""}${count(objects, kind)}`;
  return [
    ...(migration === undefined
      ? []
      : [`${name} loses ${migration.lost.join(", ")}: ${some} written anew in ${migration.to}`]),
    ...converted.map(
      ({ text, objects: names }) => `converted: ${count(names.length, kind)}, ${text}: ${listed(names)}`,
    ),
    ...lost.map(
      ({ path, objects: names }) =>
        `LOST: ${kind} ${path} in ${count(names.length, "object")}, nothing converts it: ${listed(names)}`,
    ),
    ...refused.map(
      ({ path, what, objects: names }) =>
        `NO LONGER TAKEN: ${kind} ${path}, ${what}; ${count(names.length, "object")} can't be changed before that is mended: ${listed(names)}`,
    ),
    ...(objects === undefined && lostFields.length > 0
      ? [`${name} loses ${listed(lostFields, shown.fields)}: which objects have them is not known`]
      : []),
    ...(more ? [`only ${objects ?? 0} of ${kind} were looked at: there are more`] : []),
    ...(unchecked.length > 0 && objects !== undefined && objects > 0
      ? [
          `${kind}: ${count(unchecked.length, "new rule")} that ${count(objects, "object")} here ${objects === 1 ? "was" : "were"} not held against`,
        ]
      : []),
  ];
}

function workloadLines({ controllers, tenants, pods, clusterNotAsked }: UpgradePlan): string[] {
  const rows = tenants.map((one) => [one.component, `${one.kind}: ${countText(one)}`]);
  const touched = tenants.filter(({ component }) => controllers.includes(component));
  return [
    ...(controllers.length === 0
      ? ["no controller starts anew"]
      : [
          `start anew: ${controllers.join(", ")}; while a controller does, what runs goes on and nothing new is started`,
        ]),
    ...(clusterNotAsked === undefined
      ? touched.length === 0
        ? ["no tenant has objects of theirs"]
        : table(rows, "")
      : ["what tenants have is not known"]),
    ...pods,
  ];
}

function countText({ total, more, tenants }: KindCount): string {
  const names = Object.entries(tenants).sort(([, a], [, b]) => b - a);
  const first = names.slice(0, shown.tenants).map(([namespace, n]) => `${n} in ${namespace}`);
  const others = names.length - first.length;
  return `${more ? "more than " : ""}${total} (${[...first, ...(others > 0 ? [`others in ${count(others, "more tenant")}`] : [])].join(", ")})`;
}

function undoneLines({ irrevocable, steps }: UpgradePlan): string[] {
  const back = steps.find(({ what, direction }) => what === "Kubeflow" && direction === "forward");
  return [
    ...(irrevocable.length === 0 ? ["nothing that is known here"] : irrevocable),
    ...(back === undefined
      ? []
      : [`else the way back is the same command with kubeflow-platform:release: "${back.from}"`]),
  ];
}

function listed(names: readonly string[], most: number = shown.objects): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}
