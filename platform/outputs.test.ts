import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { InfraOutputs } from "../contract";
import { Credentials } from "./auth/credentials";
import { platformOutputs } from "./outputs";
import { awsInfra, contextOf, localInfra } from "./testing/settings";

/** The credentials that an environment shows, by what they open. */
async function shownIn(infra: InfraOutputs, config: object = {}): Promise<string[]> {
  await pulumi.runtime.setMocks({
    newResource: ({ name }) => ({ id: name, state: { result: "generated", bcryptHash: "hash" } }),
    call: () => ({}),
  });
  const shown: string[] = [];
  await pulumi.runtime.runInPulumiStack(() => {
    const credentials = new Credentials("credentials");
    const { credentials: all } = platformOutputs({
      context: contextOf(infra, config),
      credentials,
      parts: [],
      release: pulumi.output("26.03"),
    });
    return new Promise<object>((resolve) => {
      pulumi.output(all).apply((known) => {
        shown.push(...Object.keys(known));
        resolve({});
      });
    });
  });
  await pulumi.runtime.disconnect();
  return shown.sort();
}

describe("platformOutputs", () => {
  it("shows what opens the things inside of the cluster", async () => {
    assert.deepEqual(await shownIn(localInfra), [
      "dashboard",
      "grafana",
      "katibDatabase",
      "objectStore",
      "pipelinesDatabase",
    ]);
  });

  it("shows no key of S3, no user of RDS and no password of people where an identity provider has them", async () => {
    assert.deepEqual(await shownIn(awsInfra), ["grafana"]);
  });
});
