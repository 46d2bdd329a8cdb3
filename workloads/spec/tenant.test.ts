import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkQuota, namespaceOf, tenantName } from "./tenant";

const tenant = { name: "team-a", namespace: pulumi.output("team-a"), quota: { cpu: 8, gpus: 0 } };

describe("a tenant", () => {
  it("is known by its name, or as the component", () => {
    assert.equal(tenantName("team-a"), "team-a");
    assert.equal(tenantName(tenant), "team-a");
    assert.equal(namespaceOf("team-a"), "team-a");
    assert.equal(namespaceOf(tenant), tenant.namespace);
  });

  it("may use exactly its quota", () => {
    checkQuota("job", tenant, { cpu: 8, memoryGiB: 1000, gpus: 0 });
    checkQuota("job", "team-a", { cpu: 1000, memoryGiB: 1000, gpus: 8 });
  });

  it("is not asked for more", () => {
    assert.throws(() => {
      checkQuota('TrainJob "a"', tenant, { cpu: 9, memoryGiB: 1, gpus: 2 });
    }, /TrainJob "a" asks for more than tenant "team-a" may use: cpu 9 of 8, gpus 2 of 0/);
  });
});
