import assert from "node:assert/strict";
import fc from "fast-check";
import { driftSchedule, expirySchedule } from "./schedules";
import { dev, devConfig, prod, prodConfig } from "./testing/environments";

describe("driftSchedule", () => {
  it("looks for changes every night and changes nothing back, unless it is told to", () => {
    assert.deepEqual(driftSchedule("platform", prod, prodConfig), {
      organization: "acme",
      project: "kubeflow-platform",
      stack: "prod",
      scheduleCron: "0 4 * * *",
      autoRemediate: false,
    });
    assert.deepEqual(driftSchedule("infra", dev, devConfig), {
      organization: "acme",
      project: "kubeflow-infra",
      stack: "dev",
      scheduleCron: "30 5 * * 1",
      autoRemediate: true,
    });
  });
});

describe("expirySchedule", () => {
  it("destroys what came up last first", () => {
    const at = (project: "infra" | "platform" | "workloads") =>
      expirySchedule(project, dev, "2030-01-31T18:00:00Z");
    assert.deepEqual(at("workloads"), {
      organization: "acme",
      project: "kubeflow-workloads",
      stack: "dev",
      timestamp: "2030-01-31T18:00:00Z",
      deleteAfterDestroy: false,
    });
    assert.equal(at("platform").timestamp, "2030-01-31T20:00:00Z");
    assert.equal(at("infra").timestamp, "2030-01-31T22:00:00Z");
  });

  it("keeps that order, and a form that the provider reads, at any time", () => {
    const years = { min: new Date("2026-01-01"), max: new Date("2099-12-31"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const times = (["workloads", "platform", "infra"] as const).map(
          (project) => expirySchedule(project, dev, date.toISOString()).timestamp,
        );
        const sorted = [...times].sort();
        return (
          sorted.every((time, index) => time === times[index]) &&
          new Set(times).size === 3 &&
          times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time))
        );
      }),
    );
  });
});
