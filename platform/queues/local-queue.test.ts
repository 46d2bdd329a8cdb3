import assert from "node:assert/strict";
import { QueuesConfig } from "../config/queues";
import { clusterQueueOf, clusterQueuesByNamespace, localQueue } from "./local-queue";

const queues = QueuesConfig.parse({
  shares: [
    { name: "research", tenants: ["vision", "speech"] },
    { name: "product", tenants: ["ranking"] },
  ],
});

describe("localQueue", () => {
  it("leads to the share that names the namespace", () => {
    assert.deepEqual(localQueue("speech", queues), {
      apiVersion: "kueue.x-k8s.io/v1beta2",
      kind: "LocalQueue",
      metadata: { name: "default", namespace: "speech" },
      spec: { clusterQueue: "research" },
    });
  });

  it("leads to the shared one where none does", () => {
    assert.deepEqual(localQueue("somebody", queues).spec, { clusterQueue: "shared" });
    assert.equal(clusterQueueOf("vision", QueuesConfig.parse({})), "shared");
  });

  it("is known of every tenant that has a share of its own", () => {
    assert.deepEqual(clusterQueuesByNamespace(queues), {
      vision: "research",
      speech: "research",
      ranking: "product",
    });
  });
});
