import assert from "node:assert/strict";
import { UserError } from "../config/errors";
import { isAws, parseInfraConfig } from "./config";
import type { BadInput } from "./testing/bad-input/bad-input";
import { badClusters } from "./testing/bad-input/cluster";
import { badData } from "./testing/bad-input/data";
import { badNetworks } from "./testing/bad-input/network";
import { badNodes } from "./testing/bad-input/nodes";
import { badOperations } from "./testing/bad-input/operations";
import { changedSettings, trackedSettings, type Settings } from "./testing/bad-input/settings";

const rooms: Readonly<Record<string, readonly BadInput[]>> = {
  "regions, zones and address ranges": badNetworks,
  "the cluster, its keys and the account": badClusters,
  "system nodes and pools": badNodes,
  "buckets, file systems and the database": badData,
  "the edge, images, backups and the budget": badOperations,
};

/** How settings are refused. */
function refusal(stack: string, settings: Settings): UserError {
  try {
    parseInfraConfig(stack, settings);
  } catch (error) {
    return error instanceof UserError ? error : assert.fail(`not the user's mistake: ${String(error)}`);
  }
  return assert.fail("accepted");
}

/** The mistakes that a message lists between its heading and the way out, one a line. */
function linesOf({ message }: UserError): string[] {
  return message
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim());
}

/** What a line says of a key: the path up to its end, and the text after the value. */
function saysOf(line: string, path: string): string {
  const key = `kubeflow-infra:${path}`;
  for (const beginning of [`${key} is missing: `, `${key}: `]) {
    if (line.startsWith(beginning)) {
      return line.slice(beginning.length);
    }
  }
  assert.ok(line.startsWith(`${key} is `), `another key than ${key}: ${line}`);
  const rest = line.slice(`${key} is `.length);
  // A value may have a colon and a space in it, so the end of its JSON is looked for.
  const ends = [...rest.matchAll(/: /g)].map(({ index }) => index);
  const end = ends.find((index) => isJson(rest.slice(0, index)));
  return end === undefined ? assert.fail(`no value: ${line}`) : rest.slice(end + 2);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("infra's configuration on AWS", () => {
  for (const environment of ["dev", "prod"] as const) {
    it(`is right in Pulumi.${environment}.yaml`, () => {
      const config = parseInfraConfig(environment, trackedSettings(environment));
      assert.ok(isAws(config));
      assert.equal(config.tier, environment === "prod" ? "production" : "development");
    });
  }

  for (const [room, cases] of Object.entries(rooms)) {
    describe(`refuses, of ${room}`, () => {
      for (const { what, in: environment, set, path, says } of cases) {
        it(`${what} (${environment})`, () => {
          const error = refusal(environment, changedSettings(trackedSettings(environment), set));
          const file = `Pulumi.${environment}.yaml`;
          assert.equal(error.exitCode, 2);
          assert.equal(error.message.split("\n")[0], `${file} has 1 mistake under kubeflow-infra:*`);
          const [line = "", ...others] = linesOf(error);
          assert.deepEqual(others, []);
          assert.match(saysOf(line, path), says);
          assert.match(error.wayOut ?? "", new RegExp(`^edit ${file.replaceAll(".", "\\.")}; `));
        });
      }
    });
  }

  it("has every mistake in one message", () => {
    const error = refusal(
      "prod",
      changedSettings(trackedSettings("prod"), {
        edge: undefined,
        backup: { enabled: false },
        database: { multiAz: false },
      }),
    );
    assert.deepEqual(
      linesOf(error)
        .map((line) => line.split(" ")[0])
        .sort(),
      ["kubeflow-infra:backup.enabled", "kubeflow-infra:database.multiAz", "kubeflow-infra:edge"],
    );
  });

  it("is development's only where the file says so: without a tier it is judged as production", () => {
    const lines = linesOf(refusal("dev", changedSettings(trackedSettings("dev"), { tier: undefined })));
    assert.ok(lines.some((line) => line.startsWith("kubeflow-infra:edge is missing: production needs")));
    assert.ok(lines.some((line) => line.startsWith("kubeflow-infra:database.multiAz is false: ")));
  });
});

describe("the configuration of a local environment", () => {
  const simulated = { "kubeflow-infra:cluster": '{"kind":"simulated"}' };

  it("refuses each key of AWS by its name, with those that there are", () => {
    const error = refusal("local", { ...simulated, "kubeflow-infra:region": "us-west-2" });
    assert.equal(error.exitCode, 2);
    assert.deepEqual(linesOf(error), ["kubeflow-infra:region: unknown key; known keys: cluster, directory"]);
  });

  it("refuses an unknown kind of cluster with those that there are", () => {
    const error = refusal("local", { "kubeflow-infra:cluster": '{"kind":"minikube"}' });
    assert.equal(error.exitCode, 2);
    assert.deepEqual(linesOf(error), [
      'kubeflow-infra:cluster.kind is "minikube": kind is one of simulated, existing, kind, eks',
    ]);
  });
});
