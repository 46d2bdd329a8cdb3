import * as assert from "node:assert/strict";
import { noChanges } from "./changes";
import { nameOf, StackProgress } from "./model";
import { begins, ends, fails, says, type TestResource, urnOf } from "./testing";
import type { ComponentView } from "./view";

const kubeflow: TestResource = { type: "kubeflow:platform:Kubeflow", name: "kubeflow", custom: false };
const istio: TestResource = {
  type: "kubeflow:platform:Component",
  name: "istio",
  parent: urnOf(kubeflow),
  custom: false,
};
const istiod: TestResource = {
  type: "kubernetes:apps/v1:Deployment",
  name: "istio-system/istiod",
  parent: urnOf(istio),
  inputs: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "istiod" } },
};
const service: TestResource = {
  type: "kubernetes:core/v1:Service",
  name: "istio-system/istiod",
  parent: urnOf(istio),
};

function progressOf(...events: Parameters<StackProgress["apply"]>[0][]) {
  let now = 0;
  const progress = new StackProgress("platform", "up", () => now);
  for (const event of events) {
    now += 1000;
    progress.apply(event);
  }
  return progress;
}

function component(progress: StackProgress, name: string): ComponentView {
  const found = progress.view().components.find((candidate) => candidate.name === name);
  assert.ok(found !== undefined, `no component ${name}`);
  return found;
}

describe("StackProgress", () => {
  it("counts objects at the innermost component around them, neither components nor providers", () => {
    const progress = progressOf(
      begins("create", kubeflow),
      begins("create", istio),
      begins("create", { type: "pulumi:providers:kubernetes", name: "cluster" }),
      ends("create", { type: "pulumi:providers:kubernetes", name: "cluster" }),
      ends("create", istio),
      begins("create", istiod),
      ends("create", istiod),
      ends("same", service),
    );
    const { done, changes, components } = progress.view();
    assert.equal(done, 2);
    assert.deepEqual(changes, { ...noChanges(), created: 1, same: 1 });
    assert.deepEqual(
      components.filter((c) => c.done > 0).map((c) => c.name),
      ["istio"],
    );
  });

  it("puts what is outside of every component to the room", () => {
    const progress = progressOf(
      ends("create", { type: "kubeflow-local:index:SimulatedCluster", name: "cluster" }),
    );
    assert.equal(component(progress, "platform").done, 1);
  });

  it("knows from the program how many are to come", () => {
    const progress = progressOf(begins("create", istio), ends("create", istiod));
    progress.registered("istio");
    progress.registered("istio");
    progress.registered(undefined);
    assert.equal(component(progress, "istio").registered, 2);
    assert.equal(component(progress, "platform").registered, 1);
    assert.equal(progress.view().registered, 3);
  });

  it("says what is under way, since when, and what it waits for", () => {
    const progress = progressOf(
      begins("create", istio),
      begins("create", istiod),
      says("info", "<{%reset%}>0 of 1 pods ready<{%reset%}>", istiod, true),
    );
    const [running] = component(progress, "istio").running;
    assert.deepEqual(running, {
      urn: urnOf(istiod),
      name: "istio-system/istiod",
      type: "kubernetes:apps/v1:Deployment",
      since: 2000,
      waiting: "0 of 1 pods ready",
    });
    progress.apply(ends("create", istiod));
    assert.equal(component(progress, "istio").running.length, 0);
  });

  it("keeps what failed with the engine's and the provider's words", () => {
    const progress = progressOf(
      begins("create", istio),
      begins("create", istiod),
      says("error", "timed out", istiod),
      fails("create", istiod),
      says("error", "update failed"),
    );
    const { failures, errors, done } = progress.view();
    assert.equal(done, 0);
    assert.deepEqual(failures, [
      {
        urn: urnOf(istiod),
        type: istiod.type,
        name: istiod.name,
        operation: "create",
        component: "istio",
        messages: ["timed out"],
        inputs: istiod.inputs,
      },
    ]);
    assert.deepEqual(errors, ["update failed"]);
    assert.equal(component(progress, "istio").failed, 1);
  });

  it("reports errors at resources that never came to a step", () => {
    const provider = { type: "pulumi:providers:random", name: "default_4_21_2" };
    const { errors } = progressOf(says("error", "failed to load plugin", provider)).view();
    assert.deepEqual(errors, ["default_4_21_2: failed to load plugin"]);
  });

  it("keeps what this program's own providers refuse apart from what goes wrong", () => {
    const guard = { type: "kubeflow-workloads:training:RunGuard", name: "train" };
    const bucket = { type: "aws:s3/bucket:Bucket", name: "data" };
    const { refused, errors } = progressOf(
      says(
        "error",
        "kubeflow-workloads:training:RunGuard resource 'train' has a problem: taken\n  → raise",
        guard,
      ),
      says("error", "aws:s3/bucket:Bucket resource 'data' has a problem: no such region", bucket),
    ).view();
    assert.deepEqual(refused, ["taken\n  → raise"]);
    assert.deepEqual(errors, ["data: aws:s3/bucket:Bucket resource 'data' has a problem: no such region"]);
  });

  it("counts a replacement once", () => {
    const progress = progressOf(
      begins("create-replacement", istiod),
      ends("create-replacement", istiod),
      ends("replace", istiod),
      ends("delete-replaced", istiod),
    );
    assert.deepEqual(progress.view().changes, { ...noChanges(), replaced: 1 });
    assert.equal(progress.view().done, 1);
  });

  it("counts deletions apart, and lists what was changed", () => {
    const progress = progressOf(ends("delete", istiod), ends("update", service, ["spec"]));
    assert.equal(progress.view().done, 1);
    assert.deepEqual(
      progress.view().changed.map(({ outcome, name, diffs }) => [outcome, name, diffs]),
      [
        ["deleted", "istio-system/istiod", []],
        ["updated", "istio-system/istiod", ["spec"]],
      ],
    );
  });

  it("counts what is deleted as done where deleting is the purpose, at the component in its parent's URN", () => {
    const progress = new StackProgress("platform", "destroy");
    progress.registered("istio");
    progress.apply(ends("delete", istiod));
    const { done, registered, components } = progress.view();
    assert.deepEqual([done, registered, components.length], [1, 1, 1]);
  });

  it("keeps warnings, but not the passing ones", () => {
    const progress = progressOf(says("warning", "careful", istiod), says("warning", "gone", istiod, true));
    assert.deepEqual(progress.view().warnings, ["careful"]);
  });
});

describe("nameOf", () => {
  it("is all behind the type", () => {
    assert.equal(nameOf("urn:pulumi:dev::p::a:b:C$kubernetes:core/v1:Secret::auth/x"), "auth/x");
    assert.equal(nameOf("urn:pulumi:dev::p::a:b:C::x::y"), "x::y");
  });
});
