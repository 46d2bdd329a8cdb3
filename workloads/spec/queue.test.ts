import * as assert from "node:assert/strict";
import { platformFixture } from "../testing";
import { queueLabels } from "./queue";

describe("queueLabels", () => {
  it("says nothing where nothing is asked for: the namespace's queue is the default", () => {
    assert.deepEqual(queueLabels("x", {}, platformFixture), {});
  });

  it("names the queue, the platform's where only a priority is asked for", () => {
    assert.deepEqual(queueLabels("x", { priority: "low" }, platformFixture), {
      "kueue.x-k8s.io/queue-name": "default",
      "kueue.x-k8s.io/priority-class": "low",
    });
    assert.deepEqual(queueLabels("x", { queue: "night" }, platformFixture), {
      "kueue.x-k8s.io/queue-name": "night",
    });
  });

  it("refuses both where the platform has no queues, and a priority that it hasn't got", () => {
    const without = { ...platformFixture, queues: undefined };
    assert.throws(
      () => queueLabels("x", { queue: "night" }, without),
      /x asks for a queue.*holds no jobs back/,
    );
    assert.throws(() => queueLabels("x", { priority: "top" }, platformFixture), /"top".*low, normal, high/);
  });
});
