import * as assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import type { Json } from "../../../plugin";
import { parseWaitFor } from "./waitfor";

const object = (status: Json) => ({
  apiVersion: "example.com/v1",
  kind: "Foo",
  metadata: { name: "a", generation: 2 },
  status,
});
const status = {
  phase: "Running",
  count: 3,
  observedGeneration: 2,
  conditions: [
    { type: "Synced", status: "False" },
    { type: "Ready", status: "True" },
  ],
  "odd.key": ["x"],
};
const holds = (text: string, of: Json = status) => parseWaitFor(text)(object(of)).ready;

describe("pulumi.com/waitFor", () => {
  it("takes conditions", () => {
    assert.ok(holds("condition=Ready"));
    assert.ok(holds("condition=Synced=False"));
    assert.ok(!holds("condition=Synced"));
    assert.ok(!holds("condition=Other"));
  });

  it("takes JSON paths, with and without a value", () => {
    assert.ok(holds("jsonpath={.status.phase}"));
    assert.ok(holds("jsonpath={.status.phase}=Running"));
    assert.ok(holds("jsonpath={.status.count}=3"));
    assert.ok(!holds("jsonpath={.status.phase}=Bound"));
    assert.ok(!holds("jsonpath={.status.missing}"));
    assert.ok(holds('jsonpath={.status.conditions[?(@.type=="Ready")].status}=True'));
    assert.ok(holds("jsonpath={$.status.conditions[1].type}=Ready"));
    assert.ok(holds("jsonpath={.status['odd.key'][*]}=x"));
  });

  it("takes arrays, all of which must hold, and tells the first that doesn't", () => {
    assert.ok(holds('["condition=Ready", "jsonpath={.status.phase}=Running"]'));
    const check = parseWaitFor('["condition=Ready", "jsonpath={.status.phase}=Bound"]');
    assert.deepEqual(check(object(status)), {
      ready: false,
      message: "jsonpath={.status.phase}=Bound is Running",
    });
  });

  it("doesn't take yesterday's status for today's", () => {
    assert.ok(!holds("jsonpath={.status.phase}=Running", { ...status, observedGeneration: 1 }));
  });

  it("says what it can't read", () => {
    for (const text of ["Ready", "jsonpath=.status", "jsonpath={.a[?(b)]}", "[]"]) {
      assert.throws(() => parseWaitFor(text), UserError, text);
    }
  });
});
