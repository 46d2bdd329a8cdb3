import { Option } from "commander";

/** What the command line can do. */
export const commandNames = [
  "up",
  "preview",
  "destroy",
  "status",
  "inventory",
  "doctor",
  "cost",
  "manifests",
] as const;

/** One of the commands. */
export type CommandName = (typeof commandNames)[number];

/** The flags as commander reads them. */
export interface RawFlags {
  readonly json?: true;
  readonly yes?: true;
  readonly verbose?: true;
  readonly showSecrets?: true;
  readonly refresh?: true;
  readonly html?: string | true;
  readonly observability?: boolean;
  readonly release?: string;
  readonly cluster?: "simulated" | "existing" | "kind";
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Name of a flag. */
export type FlagName = keyof RawFlags;

/** Every flag; one that can be turned off again has an option for that too. */
export const options: Record<FlagName, () => readonly Option[]> = {
  json: () => [new Option("--json", "print the result as JSON on stdout; progress goes to stderr")],
  yes: () => [
    new Option("-y, --yes", "don't ask: neither before changing an AWS environment nor before an upgrade"),
  ],
  verbose: () => [new Option("-v, --verbose", "show the engine's own output too")],
  showSecrets: () => [new Option("--show-secrets", "show generated credentials in clear")],
  refresh: () => [new Option("--refresh", "first compare the state with what really exists")],
  html: () => [
    new Option(
      "--html [file]",
      "write all of it as one HTML page too (default: .local/status-local.html; status-<env>.html elsewhere)",
    ),
  ],
  observability: () => [
    new Option(
      "--observability",
      "run Prometheus and Loki beside the cluster of `local` (remembered until destroy)",
    ),
    new Option("--no-observability", "stop them"),
  ],
  release: () => [new Option("--release <version>", "with compare: the release to look at")],
  cluster: () => [
    new Option("--cluster <kind>", "which cluster `local` runs on (remembered until destroy)").choices([
      "simulated",
      "existing",
      "kind",
    ]),
  ],
  kubeconfig: () => [new Option("--kubeconfig <file>", "with --cluster existing: the kubeconfig to read")],
  context: () => [new Option("--context <name>", "with --cluster existing: the context in it")],
};

/** Flags that say which cluster `local` has. */
const clusterFlags = ["cluster", "kubeconfig", "context"] as const;

/** What each command does, and which flags it knows. */
export const descriptions: Record<
  CommandName,
  { readonly text: string; readonly flags: readonly FlagName[] }
> = {
  up: {
    text: "bring an environment up: infra, then platform, then workloads",
    flags: ["yes", "refresh", ...clusterFlags, "observability", "json", "verbose"],
  },
  preview: {
    text: "show what up would change",
    flags: ["refresh", ...clusterFlags, "json", "verbose"],
  },
  destroy: { text: "delete an environment: workloads, platform, infra", flags: ["yes", "json", "verbose"] },
  status: { text: "show what is up and how it does", flags: ["html", "showSecrets", "json"] },
  cost: {
    text: "what an environment on AWS costs a month when nobody uses it; credentials only add real-time prices",
    flags: ["json"],
  },
  inventory: {
    text: "list every resource of an environment; needs no credentials, cluster or engine",
    flags: [...clusterFlags, "json"],
  },
  doctor: { text: "check all that up needs", flags: [...clusterFlags, "json"] },
  manifests: {
    text: [
      "lock: ask registries for the digests of all images and write images.lock.json",
      "images: list the images",
      "outdated: what upstream has beyond what is pinned here",
      "compare: what another release changes in an environment",
    ].join("; "),
    flags: ["release", "json"],
  },
};
