import assert from "node:assert/strict";
import * as z from "zod";
import { UserError } from "./errors";
import { parseConfig } from "./load";

const Schema = z.strictObject({
  release: z.enum(["26.03"], "one of 26.03").default("26.03"),
  replicas: z.int("a whole number").default(1),
  signOn: z.strictObject({ user: z.string().default("user@example.com") }).prefault({}),
  pools: z.array(z.strictObject({ name: z.string().optional() })).optional(),
  teams: z.record(z.string(), z.strictObject({ owner: z.string().optional() })).optional(),
});

function parse(all: Record<string, string>): z.output<typeof Schema> {
  return parseConfig(Schema, "kubeflow-platform", "dev", all);
}

function messageFor(all: Record<string, string>): string {
  try {
    parse(all);
  } catch (error) {
    assert.ok(error instanceof UserError);
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  throw new Error("accepted");
}

describe("parseConfig", () => {
  it("fills in defaults and leaves other projects' keys alone", () => {
    assert.deepEqual(parse({ "kubeflow-infra:region": "eu-west-1" }), {
      release: "26.03",
      replicas: 1,
      signOn: { user: "user@example.com" },
    });
  });

  it("reads numbers and structures from the text that Pulumi hands over", () => {
    const config = parse({
      "kubeflow-platform:replicas": "2",
      "kubeflow-platform:signOn": '{"user":"a@b.example"}',
    });
    assert.equal(config.replicas, 2);
    assert.equal(config.signOn.user, "a@b.example");
  });

  it("takes text that looks like a number for text where the key wants text", () => {
    assert.equal(parse({ "kubeflow-platform:release": "26.03" }).release, "26.03");
  });

  it("keeps text that is no JSON as text", () => {
    assert.throws(() => parse({ "kubeflow-platform:release": "latest" }), /"latest": one of 26\.03/);
  });

  it("names an unknown key, the nearest one and the file", () => {
    const message = messageFor({ "kubeflow-platform:relase": "26.03" });
    assert.match(message, /Pulumi\.dev\.yaml/);
    assert.match(
      message,
      /kubeflow-platform:relase: unknown key \(did you mean release\?\); known keys: release, replicas, signOn, pools, teams/,
    );
  });

  it("names an unknown key inside a structure by its whole path, and the nearest one there", () => {
    assert.match(
      messageFor({ "kubeflow-platform:signOn": '{"usr":"x"}' }),
      /kubeflow-platform:signOn\.usr: unknown key \(did you mean user\?\); known keys: user$/m,
    );
    assert.match(
      messageFor({
        "kubeflow-platform:pools": '[{"nmae":"x"}]',
        "kubeflow-platform:teams": '{"a":{"onwer":"x"}}',
      }),
      /pools\.0\.nmae: unknown key \(did you mean name\?\); .*\n.*teams\.a\.onwer: unknown key \(did you mean owner\?\)/,
    );
  });

  it("collects every mistake in one message", () => {
    const message = messageFor({ "kubeflow-platform:replicas": "1.5", "kubeflow-platform:release": "x" });
    assert.match(message, /2 mistakes/);
    assert.match(message, /kubeflow-platform:replicas is 1\.5: a whole number/);
    assert.match(message, /kubeflow-platform:release is "x": one of 26\.03/);
  });
});
