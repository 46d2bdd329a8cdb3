import type { Style } from "../terminal/style";
import { count, table } from "../terminal/text";
import type { ReleaseStanding } from "./kubeflow";
import type { KubernetesStanding } from "./kubernetes";
import type { Outdated, OutdatedGroup } from "./outdated";
import type { Verdict } from "./verdicts";

type Unknown = Extract<Verdict, { readonly state: "unknown" }>;

/** What is behind, for people: everything else is only counted. */
export function outdatedText({ kubeflow, kubernetes, groups, answered }: Outdated, style: Style): string {
  const verdicts = groups.flatMap((group) => group.verdicts);
  const of = (state: Verdict["state"]) => verdicts.filter((verdict) => verdict.state === state).length;
  const summary = answered
    ? `${of("behind")} of ${count(verdicts.length, "pin")} behind, ${of("newest")} the newest, ${of("unknown")} unknown`
    : "Nobody could be asked: what is said above is what this clone knows";
  return [
    ...kubeflowLines(kubeflow, style),
    "",
    ...kubernetesLines(kubernetes, style),
    ...groups.flatMap((group) => ["", ...groupLines(group, style)]),
    "",
    `${answered ? summary : style.warn(summary)}; --json has all of them. How to move: docs/upgrading.md`,
  ].join("\n");
}

function kubeflowLines({ standings, why }: Outdated["kubeflow"], style: Style): string[] {
  return [
    style.bold("Kubeflow"),
    ...standings.flatMap((standing) => releaseLines(standing, style)),
    ...(why === undefined ? [] : [`  ${style.warn("?")} upstream's own tags are not known: ${why}`]),
  ];
}

function releaseLines({ release, environments, newer }: ReleaseStanding, style: Style): string[] {
  const rows = newer.map(({ version, candidate, known }) => [
    `→ ${style.accent(version)}`,
    candidate ? "release candidate" : "release",
    known
      ? `a configuration line: kubeflow-platform:release: "${version}"`
      : "not adopted yet: docs/upgrading.md",
  ]);
  return [
    `  ${release}  ${environments.join(", ")}${newer.length === 0 ? `  ${style.dim("nothing newer is known")}` : ""}`,
    ...table(rows, "    "),
  ];
}

function kubernetesLines(standings: readonly KubernetesStanding[], style: Style): string[] {
  const rows = standings.map((standing) => {
    const { version, usual, environments, supportEnds, daysLeft = 0 } = standing;
    const support =
      supportEnds === undefined
        ? "not allowed here (infra/cluster/versions.ts)"
        : daysLeft > 0
          ? `standard support until ${supportEnds}, ${count(daysLeft, "day")}`
          : `standard support ended on ${supportEnds}`;
    const bad = supportEnds === undefined || daysLeft <= 0;
    const who = [...(usual ? ["default"] : []), ...environments].join(", ");
    return [version, bad ? style.warn(support) : support, style.dim(who)];
  });
  return [
    `${style.bold("Kubernetes on EKS")}  ${style.dim("infra/cluster/versions.ts")}`,
    ...table(rows, "  "),
  ];
}

function groupLines({ name, where, verdicts }: OutdatedGroup, style: Style): string[] {
  const behind = verdicts.filter((verdict) => verdict.state === "behind");
  const unknown = verdicts.filter((verdict) => verdict.state === "unknown");
  const summary = [
    ...(behind.length > 0 ? [`${behind.length} of ${verdicts.length} behind`] : []),
    ...(behind.length === 0 && unknown.length < verdicts.length
      ? [`none of ${verdicts.length - unknown.length} behind`]
      : []),
    ...(unknown.length > 0 ? [`${unknown.length} unknown`] : []),
  ].join(", ");
  return [
    `${style.bold(name)}  ${summary}  ${style.dim(where)}`,
    ...table(
      behind.map((verdict) => [
        verdict.pin.name,
        `${verdict.pin.version} → ${style.accent(withoutV(verdict.newest))}`,
        style.dim([...heldText(verdict), ...filesText(verdict)].join("; ")),
      ]),
      "  ",
    ),
    ...heldLines(verdicts, style),
    ...unknownLines(unknown, verdicts.length, style),
  ];
}

/** What stays where it is, and could go on: one line for all that goes with the same thing. */
function heldLines(verdicts: readonly Verdict[], style: Style): string[] {
  const held = new Map<string, string[]>();
  for (const verdict of verdicts) {
    if (verdict.state === "newest" && verdict.beyond !== undefined) {
      const why = verdict.pin.held?.why ?? "";
      const text = `${verdict.pin.name} ${verdict.pin.version} (${withoutV(verdict.beyond)} is there)`;
      held.set(why, [...(held.get(why) ?? []), text]);
    }
  }
  return [...held].map(([why, names]) => style.dim(`  held back: ${names.join(", ")}: ${why}`));
}

function heldText(verdict: Verdict): string[] {
  return verdict.state === "behind" && verdict.beyond !== undefined
    ? [`${withoutV(verdict.beyond)} is there, but: ${verdict.pin.held?.why ?? ""}`]
    : [];
}

function filesText({ pin: { files = [] } }: Verdict): string[] {
  const [first, ...others] = files;
  return first === undefined ? [] : [`${first}${others.length > 0 ? ` and ${others.length} more` : ""}`];
}

/** One line for all that fail in the same way, with the hosts that were asked. */
function unknownLines(verdicts: readonly Unknown[], total: number, style: Style): string[] {
  const reasons = new Map<string, Unknown[]>();
  for (const verdict of verdicts) {
    reasons.set(verdict.why, [...(reasons.get(verdict.why) ?? []), verdict]);
  }
  return [...reasons].map(([why, alike]) => {
    const hosts = [...new Set(alike.flatMap(({ host }) => host ?? []))];
    const names = alike.length === total ? "all" : alike.map(({ pin }) => pin.name).join(", ");
    const asked =
      hosts.length === 0 || hosts.every((host) => why.includes(host)) ? "" : ` (${hosts.join(", ")})`;
    return `  ${style.warn("?")} ${names}: ${why}${asked}`;
  });
}

function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, "");
}
