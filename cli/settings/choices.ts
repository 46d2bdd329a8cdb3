import * as fs from "node:fs";
import * as z from "zod";

const Cluster = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("simulated") }),
  z.strictObject({ kind: z.literal("kind") }),
  z.strictObject({
    kind: z.literal("existing"),
    kubeconfig: z.string(),
    context: z.string(),
  }),
]);

const Choices = z.strictObject({
  /** Cluster that flags asked for; absent where the configuration decides. */
  cluster: Cluster.optional(),
  /** Kind of the cluster that it runs on. */
  kind: z.string().optional(),
  /** Which kubernetes and random plugins manage the objects. */
  plugins: z.enum(["official", "stand-in"]).optional(),
  /** Whether Prometheus and Loki run beside the cluster; absent means no. */
  observability: z.literal(true).optional(),
});

/**
 * What `local` was brought up with. It is kept until destroy: the next `up` without flags must find the same
 * cluster, and objects must not change hands between the official plugins and the stand-ins.
 */
export type Choices = z.output<typeof Choices>;

/** Reads the choices; none where nothing is up. A file that can't be read counts as none. */
export function readChoices(file: string): Choices {
  if (!fs.existsSync(file)) {
    return {};
  }
  try {
    return Choices.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}

/** Keeps the choices for the next run. */
export function writeChoices(file: string, choices: Choices): void {
  fs.writeFileSync(file, `${JSON.stringify(choices, undefined, 2)}\n`);
}
