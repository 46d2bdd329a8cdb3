import * as assert from "node:assert/strict";
import * as path from "node:path";
import { UserError } from "../config/errors";
import { parseArguments } from "./arguments";
import { commandNames } from "./flags";

function parse(...args: string[]) {
  const invocation = parseArguments(args, () => undefined);
  assert.ok(invocation !== undefined);
  return invocation;
}

function refused(...args: string[]): UserError {
  try {
    parse(...args);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error;
  }
  assert.fail(`${args.join(" ")} was accepted`);
}

describe("parseArguments", () => {
  it("takes local where no environment is named", () => {
    for (const command of commandNames.filter((name) => name !== "manifests")) {
      assert.deepEqual(parse(command), {
        command,
        environment: "local",
        flags: {
          json: false,
          yes: false,
          verbose: false,
          showSecrets: false,
          refresh: false,
          cluster: undefined,
        },
      });
    }
  });

  it("takes what manifests shall do, for one environment or for all", () => {
    for (const args of [
      ["lock", "prod"],
      ["lock", "--", "prod"],
    ]) {
      const { environment, manifests } = parse("manifests", ...args);
      assert.deepEqual([environment, manifests], ["prod", { action: "lock", everywhere: false }]);
    }
    assert.deepEqual(parse("manifests", "images", "--json").manifests, {
      action: "images",
      everywhere: true,
    });
    assert.match(refused("manifests", "lok").message, /lock, images/);
    assert.equal(refused("manifests").exitCode, 2);
  });

  it("takes a release to compare with, and nothing else takes one", () => {
    assert.deepEqual(parse("manifests", "compare", "dev", "--release", "26.03").manifests, {
      action: "compare",
      everywhere: false,
      release: "26.03",
    });
    assert.match(refused("manifests", "compare").message, /which release/);
    assert.match(refused("manifests", "lock", "--release", "26.03").message, /is for compare/);
  });

  it("starts and stops Prometheus and Loki beside local, and leaves them as they are", () => {
    assert.equal(parse("up", "--observability").flags.observability, true);
    assert.equal(parse("up", "--no-observability").flags.observability, false);
    assert.ok(!("observability" in parse("up").flags));
    assert.match(refused("up", "dev", "--observability").message, /is for local/);
  });

  it("takes a page to write, into the usual file or another", () => {
    assert.equal(parse("status", "dev", "--html").flags.html, true);
    assert.equal(parse("status", "--html").flags.html, true);
    assert.equal(parse("status", "dev", "--html", "x/y.html", "--json").flags.html, "x/y.html");
    assert.equal(parse("status").flags.html, undefined);
    assert.match(refused("status", "--html", "dev").message, /npm run status -- dev --html/);
    assert.equal(refused("up", "--html").exitCode, 2);
  });

  it("takes the environment before or after flags", () => {
    assert.equal(parse("up", "dev", "--yes").environment, "dev");
    const { environment, flags } = parse("up", "--yes", "--json", "dev");
    assert.deepEqual([environment, flags.yes, flags.json], ["dev", true, true]);
  });

  it("reads an existing cluster, its file as an absolute path", () => {
    const { flags } = parse("up", "--cluster", "existing", "--kubeconfig", "a/b", "--context", "c");
    assert.deepEqual(flags.cluster, { kind: "existing", kubeconfig: path.resolve("a/b"), context: "c" });
    assert.deepEqual(parse("doctor", "--cluster", "kind").flags.cluster, { kind: "kind" });
  });

  it("refuses what it doesn't know with exit code 2 and the way to the help", () => {
    for (const args of [["up", "--jsn"], ["up", "a", "b"], ["upp"], ["up", "--cluster", "minikube"]]) {
      const error = refused(...args);
      assert.equal(error.exitCode, 2);
      assert.match(error.wayOut ?? "", /--help$/);
    }
    assert.match(refused("up", "--jsn").message, /Did you mean --json/);
    assert.match(refused("up", "--cluster", "minikube").message, /simulated, existing, kind/);
  });

  it("refuses flags that a command has no use for", () => {
    assert.match(refused("status", "--yes").message, /unknown option '--yes'/);
    assert.match(refused("up", "--show-secrets").message, /unknown option/);
  });

  it("refuses half a cluster", () => {
    assert.match(refused("up", "--cluster", "existing").message, /both --kubeconfig and --context/);
    assert.match(refused("up", "--kubeconfig", "f").message, /--cluster is not given/);
    assert.match(refused("up", "--cluster", "kind", "--context", "c").message, /--cluster is kind/);
  });

  it("refuses a cluster for an environment that has its own", () => {
    assert.match(refused("up", "dev", "--cluster", "simulated").message, /described in Pulumi\.dev\.yaml/);
  });

  it("prints help and asks for nothing to be done", () => {
    let help = "";
    const invocation = parseArguments(["up", "--help"], (text) => (help += text));
    assert.equal(invocation, undefined);
    assert.match(help, /--cluster <kind>/);
  });
});
