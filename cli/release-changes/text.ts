import type { ImageChange } from "../../images";
import { conversionsOf, type DefinitionChange } from "../../manifests";
import type { Style } from "../terminal/style";
import { count, table } from "../terminal/text";
import { type ComponentChanges, isSame } from "./changes";
import type { ReleaseChanges } from "./compare";

/** Fields of one definition that are named, at most. */
const shownFields = 4;

/** What another release changes, for people: first what somebody has to do, then what is lost, then how much is new. */
export function changesText(changes: ReleaseChanges, style: Style): string {
  const { environment, from, to, components, missing } = changes;
  const sections = [
    missingLines(changes, style),
    replacedLines(components, style),
    definitionLines(components, style),
    objectLines(components, style),
    imageLines(components, style),
    elsewhereLines(changes, style),
  ].filter((lines) => lines.length > 0);
  return [
    `${style.bold(`Kubeflow ${from} → ${to}`)} as ${environment} has it: upstream's objects of ${count(components.length, "component")}, before what this project changes in them`,
    ...sections.flatMap((lines) => ["", ...lines]),
    "",
    missing.some(({ gone }) => gone)
      ? `${style.bad("✗")} ${to} can't be rendered yet: write its folders into manifests/releases.ts, then compare again`
      : `Objects by name: --json. To move: kubeflow-platform:release: "${to}" in Pulumi.${environment}.yaml (docs/upgrading.md)`,
  ].join("\n");
}

function missingLines({ missing, to }: ReleaseChanges, style: Style): string[] {
  const lines = missing.flatMap(({ component, folder, gone, candidates }) => [
    `  ${gone ? style.bad("✗") : style.warn("!")} ${folder}  ${style.dim(component)}${gone ? "" : "  is there, but what was in it is also in"}`,
    ...(gone && candidates.length === 0 ? ["      nothing like it is there"] : []),
    ...candidates.map(
      (one) =>
        `      ${style.accent("→")} ${one.folder}  ${style.dim(`has ${one.objects} of its ${count(one.of, "object")}`)}`,
    ),
  ]);
  const gone = missing.filter((one) => one.gone).length;
  return lines.length === 0
    ? []
    : [
        `${style.bold("Kustomizations")}  ${to} lacks ${gone}: \`folders\` of its row in manifests/releases.ts says what takes their place`,
        ...lines,
      ];
}

function replacedLines(components: readonly ComponentChanges[], style: Style): string[] {
  const rows = components.flatMap(({ replaced }) =>
    replaced.map(({ object, fields }) => [object, style.dim(fields.join(", "))]),
  );
  return rows.length === 0
    ? []
    : [
        `${style.bold("Deleted and made anew")}  a field that nobody can change is another`,
        ...table(rows, "  "),
      ];
}

function definitionLines(components: readonly ComponentChanges[], style: Style): string[] {
  const all = components.map(({ definitions }) => definitions);
  const changed = all.flatMap((one) => one.changed);
  const told = changed.filter(
    (one) => one.lostVersions.length + one.lostFields.length + one.stricter.length > 0,
  );
  const [added, removed] = [all.flatMap((one) => one.added), all.flatMap((one) => one.removed)];
  if (changed.length + added.length + removed.length === 0) {
    return [];
  }
  const summary = `${changed.length} changed, ${added.length} new, ${removed.length} gone; ${told.length} lose something or refuse more`;
  return [
    `${style.bold("Definitions")}  ${summary}`,
    ...removed.map((name) => `  ${style.warn("−")} ${name}`),
    ...added.map((name) => `  ${style.good("+")} ${name}`),
    ...told.flatMap((one) => [`  ${one.name}`, ...lossLines(one, style)]),
  ];
}

function lossLines(change: DefinitionChange, style: Style): string[] {
  const { lostVersions, lostFields, stricter } = change;
  const conversions = conversionsOf(change);
  const some = (lines: readonly string[]) => {
    const unique = [...new Set(lines)];
    const more = unique.length - shownFields;
    return [...unique.slice(0, shownFields), ...(more > 0 ? [style.dim(`and ${more} more`)] : [])].join(", ");
  };
  return [
    ...(lostVersions.length > 0
      ? [`      loses ${lostVersions.join(", ")}; objects are stored in another version first`]
      : []),
    ...(lostFields.length > 0
      ? [`      loses ${some(lostFields.map(({ version, path }) => `${path} (${version})`))}`]
      : []),
    ...(stricter.length > 0
      ? [
          `      stricter: ${some(stricter.map(({ path, what }) => `${path === "" ? "the object" : path} ${what}`))}`,
        ]
      : []),
    ...(conversions.length > 0
      ? [`      ${count(conversions.length, "conversion")} of this project for it`]
      : []),
  ];
}

function objectLines(components: readonly ComponentChanges[], style: Style): string[] {
  const rows = components
    .filter((one) => !isSame(one))
    .map(({ title, added, removed, changed, replaced, same }) => [
      title,
      ...[added, removed, changed, replaced].map((list) =>
        list.length === 0 ? style.dim("·") : String(list.length),
      ),
      String(same),
    ]);
  const alike = components.filter(isSame).length;
  return [
    `${style.bold("Objects")}  by component; ${count(alike, "component")} the same`,
    ...table([["", "new", "gone", "changed", "made anew", "same"].map(style.dim), ...rows], "  "),
  ];
}

function imageLines(components: readonly ComponentChanges[], style: Style): string[] {
  const seen = new Set<string>();
  const lines = components.flatMap(({ title, images }) => {
    // An image that several components have is told once.
    const fresh = images.filter((one) => !seen.has(JSON.stringify(one)));
    fresh.forEach((one) => seen.add(JSON.stringify(one)));
    return fresh.length === 0
      ? []
      : [
          `  ${title}`,
          ...table(
            fresh.map((one) => imageRow(one, style)),
            "    ",
          ),
        ];
  });
  return lines.length === 0 ? [] : [`${style.bold("Images")}  ${count(seen.size, "change")}`, ...lines];
}

function imageRow({ before, after }: ImageChange, style: Style): string[] {
  if (before === undefined || after === undefined) {
    return [before === undefined ? `${style.good("+")} ${after ?? ""}` : `${style.warn("−")} ${before}`];
  }
  const [name, tag] = splitTag(before);
  const [otherName, otherTag] = splitTag(after);
  return [
    name,
    name === otherName ? `${tag} → ${style.accent(otherTag)}` : `${tag} → ${style.accent(after)}`,
  ];
}

function splitTag(image: string): [string, string] {
  const [, name = image, tag = ""] = /^([^@]+?)(?:[:@]([^/]+))?$/.exec(image) ?? [];
  // Nobody compares all 64 digits of a digest.
  return [name, tag.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1…")];
}

function elsewhereLines({ elsewhere }: ReleaseChanges, style: Style): string[] {
  return elsewhere.length === 0
    ? []
    : [
        `${style.bold("Kustomizations elsewhere")}  ${elsewhere.length}, as manifests/releases.ts has them`,
        ...elsewhere.map(({ from, to }) => `  ${from.join(", ")} → ${to.join(", ")}`),
      ];
}
