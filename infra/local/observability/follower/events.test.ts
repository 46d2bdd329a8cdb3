import * as assert from "node:assert/strict";
import { eventEntry, type EventEntry, EventQueue } from "./events";

const now = new Date("2026-11-25T12:00:00Z");
const seconds = now.getTime() / 1000;

describe("eventEntry", () => {
  it("tells of an event in one line, with few labels", () => {
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "e", namespace: "team-a", resourceVersion: "42" },
      involvedObject: { kind: "Pod", name: "train-0" },
      reason: "FailedScheduling",
      message: "0/5 nodes are available",
      type: "Warning",
      count: 3,
      lastTimestamp: "2026-11-25T11:59:00Z",
      source: { component: "default-scheduler" },
    };
    assert.deepEqual(eventEntry(event, now), {
      resourceVersion: 42,
      time: `${seconds - 60}000000000`,
      line: "FailedScheduling: Pod train-0: 0/5 nodes are available (3 times)",
      labels: {
        job: "kubernetes-events",
        component: "default-scheduler",
        namespace: "team-a",
        level: "warning",
      },
    });
  });

  it("takes the new way to write events too, and now for the time of one that has none", () => {
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "e", namespace: "a", resourceVersion: "1" },
      eventTime: "2026-11-25T11:59:00.123456Z",
      lastTimestamp: null,
      reportingComponent: "kueue",
      type: "Normal",
    };
    const { time, labels } = eventEntry(event, now);
    assert.equal(time, `${seconds - 60}123456000`);
    assert.deepEqual([labels.component, labels.level], ["kueue", "info"]);
    assert.equal(eventEntry({ ...event, eventTime: null }, now).time, `${seconds}000000000`);
  });
});

describe("EventQueue", () => {
  const entry = (resourceVersion: number): EventEntry => ({
    resourceVersion,
    time: "1",
    line: "",
    labels: {},
  });

  it("gives the oldest first, keeps them until they are sent, and takes none twice", () => {
    const queue = new EventQueue(5);
    [9, 5, 7, 8, 3].forEach((version) => {
      queue.add(entry(version));
    });
    const next = queue.next(2);
    assert.deepEqual(
      next.map(({ resourceVersion }) => resourceVersion),
      [7, 8],
    );
    assert.equal(queue.next(2).length, 2);
    assert.equal(queue.done(next), 8);
    queue.add(entry(8));
    assert.deepEqual(
      queue.next(9).map(({ resourceVersion }) => resourceVersion),
      [9],
    );
  });

  it("holds no more than it may, and says how many it lost", () => {
    const queue = new EventQueue(0);
    for (let version = 1; version <= 2_010; version += 1) {
      queue.add(entry(version));
    }
    assert.equal(queue.next(9_999).length, 2_000);
    assert.equal(queue.next(1)[0]?.resourceVersion, 11);
    assert.equal(queue.dropped(), 10);
    assert.equal(queue.dropped(), 0);
  });
});
