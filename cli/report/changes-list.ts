import type { Outcome } from "../progress/changes";
import type { ChangedResource } from "../progress/view";
import type { Style } from "../terminal/style";
import { count, table } from "../terminal/text";

/** More objects of one component than this are only counted. */
const shownEach = 8;

/** Resources that would change, by component. */
export function changesList(changed: readonly ChangedResource[], style: Style): string[] {
  const components = new Map<string, ChangedResource[]>();
  for (const resource of changed) {
    components.set(resource.component, [...(components.get(resource.component) ?? []), resource]);
  }
  return [...components].flatMap(([name, resources]) => {
    const shown = resources.slice(0, shownEach);
    const hidden = resources.length - shown.length;
    return [
      `  ${name}`,
      ...table(
        shown.map((resource) => rowOf(resource, style)),
        "    ",
      ),
      ...(hidden > 0 ? [style.dim(`    and ${count(hidden, "more object")}`)] : []),
    ];
  });
}

function rowOf({ outcome, type, name, diffs }: ChangedResource, style: Style): string[] {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  return [`${signOf(outcome, style)} ${kind} ${name}`, style.dim(diffs.join(", "))];
}

function signOf(outcome: Outcome, style: Style): string {
  switch (outcome) {
    case "created":
      return style.good("+");
    case "updated":
    case "refreshed":
      return style.warn("~");
    case "replaced":
      return style.bad("±");
    case "deleted":
      return style.bad("-");
    case "same":
      return " ";
  }
}
