import * as assert from "node:assert/strict";
import { checkQuotaAmounts, checkTenantName, defaultRequests, profileSpec } from "./tenant-spec";

describe("profileSpec", () => {
  it("has no quota where none is asked for", () => {
    assert.deepEqual(profileSpec("ann@example.com"), { owner: { kind: "User", name: "ann@example.com" } });
  });

  it("limits what is asked for together", () => {
    const { resourceQuotaSpec } = profileSpec("ann@example.com", {
      cpu: 64,
      memoryGiB: 1024,
      gpus: 0,
      storageGiB: 500,
    });
    assert.deepEqual(resourceQuotaSpec, {
      hard: {
        "requests.cpu": "64",
        "requests.memory": "1Ti",
        "requests.nvidia.com/gpu": "0",
        "requests.storage": "500Gi",
      },
    });
  });
});

describe("defaultRequests", () => {
  it("speaks for the pods that say nothing, where a quota would refuse them", () => {
    assert.deepEqual(defaultRequests({ cpu: 4, memoryGiB: 8 }), {
      limits: [{ type: "Container", defaultRequest: { cpu: "100m", memory: "256Mi" } }],
    });
    assert.deepEqual(defaultRequests({ memoryGiB: 8 }), {
      limits: [{ type: "Container", defaultRequest: { memory: "256Mi" } }],
    });
  });

  it("is not needed under other quotas", () => {
    assert.equal(defaultRequests({ gpus: 4, storageGiB: 8 }), undefined);
    assert.equal(defaultRequests(), undefined);
  });
});

describe("checkQuotaAmounts", () => {
  it("takes amounts, no GPUs at all, and nothing", () => {
    checkQuotaAmounts('tenant "team-a"', { cpu: 0.5, memoryGiB: 1, gpus: 0, storageGiB: 1 });
    checkQuotaAmounts('tenant "team-a"');
  });

  for (const quota of [
    { cpu: -1 },
    { memoryGiB: 0 },
    { storageGiB: Infinity },
    { gpus: -1 },
    { gpus: 0.5 },
  ]) {
    it(`refuses ${JSON.stringify(quota)}`, () => {
      assert.throws(() => {
        checkQuotaAmounts('tenant "team-a"', quota);
      }, /tenant "team-a": quota\.\w+ is /);
    });
  }

  it("names all that are wrong", () => {
    assert.throws(() => {
      checkQuotaAmounts('tenant "team-a"', { cpu: -1, gpus: -2 });
    }, /quota\.cpu is -1, quota\.gpus is -2;/);
  });
});

describe("checkTenantName", () => {
  for (const name of ["team-a", "7th-floor", "authors", "a".repeat(63)]) {
    it(`takes ${name}`, () => {
      checkTenantName(name);
    });
  }

  for (const name of ["Team", "team_a", "-a", "a-", "", "a".repeat(64)]) {
    it(`refuses "${name}", which is no namespace`, () => {
      assert.throws(() => {
        checkTenantName(name);
      }, /becomes a namespace/);
    });
  }

  for (const name of [
    "default",
    "kube-system",
    "kubeflow",
    "kubeflow-user-example-com",
    "auth",
    "velero",
    "mount-s3",
  ]) {
    it(`refuses ${name}, which belongs to the platform`, () => {
      assert.throws(() => {
        checkTenantName(name);
      }, /belongs to the platform/);
    });
  }
});
