import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { childEnvironment, readEnvironment } from "../../config/environment";
import { buildPackage } from "../../package/build";
import { localPulumiHome } from "../engine/backend";
import type { Clone } from "./clone";

const repository = path.resolve(__dirname, "..", "..");

const Project = z.looseObject({
  plugins: z.looseObject({ providers: z.array(z.looseObject({ name: z.string(), path: z.string() })) }),
});

const Result = z.object({
  /** How many resources were created, updated, … */
  changes: z.record(z.string(), z.number()),
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })),
});

/** What came of a run of the other team's stack. */
export type TeamResult = z.output<typeof Result>;

/**
 * The stack of examples/team-stack as that team has it: a folder elsewhere with its own node_modules, into which the
 * packed package was installed, on the stacks that a clone has brought up.
 */
export class TeamStack {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "team-stack-"));
  readonly #team = path.join(this.#folder, "team");
  readonly #work = path.join(this.#folder, "work");
  readonly #tools: string;
  readonly #environment: Record<string, string>;

  /** @param clone where local is up */
  constructor(clone: Clone) {
    fs.cpSync(path.join(repository, "examples", "team-stack"), this.#team, { recursive: true });
    this.pack();
    execFileSync("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: this.#team,
      env: childEnvironment(),
      stdio: ["ignore", "ignore", "inherit"],
    });
    const local = (...parts: string[]) => clone.path(".local", ...parts);
    const project = Project.parse(
      parse(fs.readFileSync(local("projects", "workloads", "Pulumi.yaml"), "utf8")),
    );
    const plugins = project.plugins.providers.map(({ name, path: folder }) => [name, folder] as const);
    const provider = path.join("node_modules", "kubeflow-on-aws", "dist", "workloads", "provider");
    const providers = Object.entries({
      ...Object.fromEntries(plugins),
      "kubeflow-workloads": path.join(this.#team, provider),
    }).map(([name, folder]) => ({ name, path: folder }));
    fs.mkdirSync(this.#work);
    const described = { name: "ranking", runtime: "nodejs", plugins: { providers } };
    fs.writeFileSync(path.join(this.#work, "Pulumi.yaml"), stringify(described));
    const config = {
      "ranking:platform": "local",
      "ranking:owner": "grace.hopper@example.com",
      "ranking:model": "https://models.example.com/ranker.joblib",
    };
    fs.writeFileSync(path.join(this.#work, "Pulumi.local.yaml"), stringify({ config }));
    this.#tools = local("tools");
    this.#environment = childEnvironment({
      PULUMI_HOME: localPulumiHome(readEnvironment()),
      PULUMI_BACKEND_URL: `file://${local("state")}`,
      PULUMI_CONFIG_PASSPHRASE: fs.readFileSync(local("passphrase"), "utf8"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  }

  /**
   * Runs `up` or `destroy`.
   *
   * @throws Error with all that it said, where it fails
   */
  run(operation: "up" | "destroy"): TeamResult {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", path.join("testing", "run.ts"), this.#work, this.#tools, operation],
      { cwd: this.#team, env: this.#environment, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    if (status !== 0) {
      throw new Error(`the team's ${operation} failed:\n${stdout}\n${stderr}`);
    }
    return Result.parse(JSON.parse(stdout));
  }

  /** Deletes the folder. */
  remove(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Packs the package beside the team's package.json, which names the tarball. */
  private pack(): void {
    const folder = path.join(this.#folder, "package");
    buildPackage(path.join(folder, "dist"));
    fs.copyFileSync(path.join(repository, "package", "package.json"), path.join(folder, "package.json"));
    execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", this.#team], {
      cwd: folder,
      env: childEnvironment(),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}
