import * as assert from "node:assert/strict";
import { Writable } from "node:stream";
import { makeStyle } from "../terminal/style";
import { StackProgress } from "./model";
import { PlainDisplay } from "./plain";
import { begins, ends } from "./testing";

class Text extends Writable {
  text = "";

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe("PlainDisplay", () => {
  it("prints a line for each component and one for the stack, without colours", async () => {
    const out = new Text();
    const display = new PlainDisplay(out, makeStyle(false));
    const progress = new StackProgress("platform", "up", () => 0);
    const part = { type: "kubeflow:platform:Component", name: "dex", custom: false };
    const parent = "urn:pulumi:local::kubeflow-platform::kubeflow:platform:Component::dex";
    const object = { type: "kubernetes:core/v1:Service", name: "auth/dex", parent };
    const result = await display.stack("platform", progress, () => {
      for (const event of [begins("create", part), begins("create", object), ends("create", object)]) {
        progress.apply(event);
      }
      return Promise.resolve(7);
    });
    assert.equal(result, 7);
    assert.match(
      out.text,
      /^platform\n {2}✔ dex: 1 created \(0\.0 s\)\nplatform {2}1 object in 1 part: 1 created/,
    );
  });

  it("prints the closing line of a stack that fails too", async () => {
    const out = new Text();
    const display = new PlainDisplay(out, makeStyle(false));
    const failing = display.stack("infra", new StackProgress("infra"), () => Promise.reject(new Error("no")));
    await assert.rejects(failing, /no/);
    assert.match(out.text, /infra {2}failed before the first object/);
  });

  it("repeats no step that only counts on", async () => {
    const out = new Text();
    const display = new PlainDisplay(out, makeStyle(false));
    await display.step("Tools", (step) => {
      step.now("etcd: building 1.0 s");
      step.now("etcd: building 2.0 s");
      step.now("kwok: building 1 s");
      step.done("Tools ready");
      return Promise.resolve();
    });
    assert.equal(out.text, "  etcd: building 1.0 s\n  kwok: building 1 s\n✔ Tools ready\n");
  });
});
