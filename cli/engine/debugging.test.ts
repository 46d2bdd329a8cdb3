import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { withoutDebugging } from "./debugging";

describe("withoutDebugging", () => {
  it("lasts until the last stack that overlaps with others has come to its end", () => {
    const { debug } = pulumi.log;
    const limit = Error.stackTraceLimit;
    const first = withoutDebugging();
    const second = withoutDebugging();
    assert.notEqual(pulumi.log.debug, debug);
    first();
    assert.notEqual(pulumi.log.debug, debug);
    second();
    assert.equal(pulumi.log.debug, debug);
    assert.equal(Error.stackTraceLimit, limit);
  });
});
