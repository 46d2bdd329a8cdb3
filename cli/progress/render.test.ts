import * as assert from "node:assert/strict";
import { makeStyle } from "../terminal/style";
import { width } from "../terminal/text";
import { noChanges } from "./changes";
import { closingLine, componentLine, failedLine, headline, liveLines, stateOf } from "./render";
import type { ComponentView, StackView } from "./view";

const style = makeStyle(false);

function component(name: string, change: Partial<ComponentView> = {}): ComponentView {
  return {
    name,
    registered: 4,
    done: 0,
    changes: noChanges(),
    failed: 0,
    running: [],
    started: undefined,
    ended: undefined,
    ...change,
  };
}

function view(components: ComponentView[], change: Partial<StackView> = {}): StackView {
  return {
    components,
    registered: components.reduce((n, c) => n + c.registered, 0),
    done: components.reduce((n, c) => n + c.done, 0),
    changes: noChanges(),
    changed: [],
    failures: [],
    errors: [],
    warnings: [],
    refused: [],
    planned: false,
    stopping: false,
    ...change,
  };
}

const running = {
  urn: "u",
  name: "istio-system/istiod",
  type: "kubernetes:apps/v1:Deployment",
  since: 1000,
  waiting: "0 of 1 pods ready",
};

describe("headline and closing line", () => {
  it("tell how far a stack is", () => {
    assert.equal(
      headline("platform", view([component("a", { done: 3 })]), 12_000, style),
      "platform  3 of 4 objects  12 s",
    );
    assert.equal(headline("platform", view([]), 500, style), "platform  0.5 s");
  });

  it("say it where nothing changed", () => {
    const same = view([component("a", { done: 4 })], { changes: { ...noChanges(), same: 4 } });
    assert.equal(closingLine("platform", same, 9000, style), "platform  4 objects, nothing changed  9.0 s");
    const made = view([component("a", { done: 4 })], { changes: { ...noChanges(), created: 4 } });
    assert.equal(
      closingLine("platform", made, 61_000, style),
      "platform  4 objects in 1 part: 4 created  1 min 1 s",
    );
  });
});

describe("a preview", () => {
  it("speaks of what is to be done", () => {
    const change = { changes: { ...noChanges(), created: 4 } };
    const planned = view([component("a", { done: 4, ...change })], { planned: true, ...change });
    assert.match(closingLine("infra", planned, 0, style), /4 objects in 1 part: 4 to be created/);
    assert.equal(componentLine(component("a", change), planned, style)[1], "4 to be created");
  });
});

describe("failedLine", () => {
  it("tells what was done before", () => {
    assert.equal(failedLine("infra", view([]), 1000, style), "infra  failed before the first object  1.0 s");
    const some = view([component("a", { done: 2 })], { changes: { ...noChanges(), created: 2 } });
    assert.equal(failedLine("infra", some, 1000, style), "infra  failed after 2 objects (2 created)  1.0 s");
    const stopped = { ...some, stopping: true };
    assert.match(failedLine("infra", stopped, 1000, style), /stopped after 2 objects/);
  });
});

describe("stateOf", () => {
  it("is done when all that the program registered is done", () => {
    assert.equal(stateOf(component("a")), "waiting");
    assert.equal(stateOf(component("a", { done: 2 })), "waiting");
    assert.equal(stateOf(component("a", { done: 4, running: [running] })), "running");
    assert.equal(stateOf(component("a", { done: 4 })), "done");
    assert.equal(stateOf(component("a", { done: 4, failed: 1 })), "failed");
  });
});

describe("a stack that is being stopped", () => {
  it("says so, and calls nothing a failure", () => {
    const stopping = view([], { stopping: true });
    assert.match(headline("platform", stopping, 0, style), /stopping after what is under way/);
    assert.deepEqual(componentLine(component("dex", { failed: 2 }), stopping, style)[1], "2 stopped");
  });
});

describe("liveLines", () => {
  const canvas = { columns: 100, rows: 40, now: 5000, style };

  it("show what is at work with what it waits for, and only count what is done", () => {
    const lines = liveLines(
      view([
        component("later"),
        component("certManager", { done: 4, started: 0, ended: 900 }),
        component("istio", { done: 1, started: 1000, running: [running, running] }),
        component("holder", { registered: 0 }),
      ]),
      canvas,
    );
    assert.deepEqual(lines, [
      "  ✔ 1 of 3 parts done  ○ 1 waiting for others",
      "  ● istio  1/4  4.0 s  Deployment istio-system/istiod: 0 of 1 pods ready and 1 more",
    ]);
  });

  it("never are wider or more than the terminal has room for", () => {
    const many = view(
      Array.from({ length: 50 }, (_, i) => component(`component-${i}`, { done: 1, running: [running] })),
    );
    const lines = liveLines(many, { ...canvas, columns: 50, rows: 20, style: makeStyle(true) });
    assert.ok(lines.length <= 14);
    assert.ok(lines.every((line) => width(line) <= 46));
    assert.match(lines[0] ?? "", /and 38 more under way/);
  });
});

describe("componentLine", () => {
  it("says what became of a component and how long it took", () => {
    const made = component("dex", {
      done: 4,
      changes: { ...noChanges(), created: 4 },
      started: 0,
      ended: 1500,
    });
    assert.deepEqual(componentLine(made, view([]), style), ["✔ dex", "4 created", "1.5 s"]);
    assert.deepEqual(componentLine(component("dex", { failed: 2 }), view([]), style), [
      "✗ dex",
      "2 failed",
      "",
    ]);
  });
});
