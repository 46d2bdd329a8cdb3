import type { InventoryItem } from "../inventory/collect";
import type { Style } from "../terminal/style";
import { count, cut, table } from "../terminal/text";

/** Indentation, the number of objects, and what is between columns. */
const countColumns = 11;

/** An inventory for people: how many objects of which kinds each component has. */
export function inventoryText(
  environment: string,
  items: readonly InventoryItem[],
  columns: number,
  style: Style,
): string {
  const projects = groupBy(items, ({ project }) => project);
  const blocks = [...projects].map(([project, ofProject]) => {
    const components = groupBy(ofProject, ({ component }) => component);
    const names = Math.max(...[...components.keys()].map((name) => name.length));
    const rows = [...components]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([component, resources]) => [
        component,
        String(resources.length),
        style.dim(cut(kindsOf(resources), columns - names - countColumns)),
      ]);
    return [`${style.bold(project)}  ${count(ofProject.length, "object")}`, ...table(rows, "  ")].join("\n");
  });
  return [
    ...blocks,
    `${style.bold(environment)} would have ${count(items.length, "object")}. ${style.dim("--json lists each with its inputs.")}`,
  ].join("\n\n");
}

/** `4 Deployment, 2 Service`. */
function kindsOf(items: readonly InventoryItem[]): string {
  return [...groupBy(items, ({ type }) => type.slice(type.lastIndexOf(":") + 1))]
    .sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b))
    .map(([kind, some]) => `${some.length} ${kind}`)
    .join(", ");
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  }
  return groups;
}
