import * as assert from "node:assert/strict";
import { Interrupt } from "./interrupt";

describe("Interrupt", () => {
  it("asks for a graceful end once, and takes the echo of the same key for nothing", () => {
    const heard: string[] = [];
    const interrupt = new Interrupt(
      () => heard.push("first"),
      () => heard.push("second"),
    );
    assert.equal(interrupt.signal.aborted, false);
    interrupt.hit(1000);
    interrupt.hit(1010);
    assert.deepEqual(heard, ["first"]);
    assert.equal(interrupt.signal.aborted, true);
    interrupt.hit(2000);
    assert.deepEqual(heard, ["first", "second"]);
  });
});
