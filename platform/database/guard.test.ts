import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import { awsInfra, settingOf } from "../testing/settings";
import { guardDatabase } from "./guard";

const mocks: pulumi.runtime.Mocks = {
  newResource: ({ name }) => ({ id: `${name}-id`, state: {} }),
  call: () => ({}),
};

describe("guardDatabase", () => {
  it("stops an up and lets a preview go on", async () => {
    const refused = settingOf(awsInfra);
    await pulumi.runtime.setMocks(mocks, "kubeflow-platform", "test", false);
    await assert.rejects(guardDatabase(refused), UserError);
    await pulumi.runtime.setMocks(mocks, "kubeflow-platform", "test", true);
    await guardDatabase(refused);
    await guardDatabase(settingOf(awsInfra, { database: { acceptUnverified: true } }));
  });
});
