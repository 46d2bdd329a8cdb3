import assert from "node:assert/strict";
import * as fc from "fast-check";
import { UserError } from "../config/errors";
import { catalogue, componentNames } from "./components";
import { selectComponents } from "./select";

describe("selectComponents", () => {
  it("takes upstream's example where nothing is said", () => {
    const names = selectComponents({}).map(({ name }) => name);
    assert.equal(names.length, componentNames.length - 1);
    assert.ok(!names.includes("trainingOperator"));
  });

  it("refuses to leave out what another needs, and says both ways out", () => {
    assert.throws(
      () => selectComponents({ certManager: false }),
      (error: unknown) =>
        error instanceof UserError &&
        error.exitCode === 2 &&
        error.message.includes(
          "katib needs certManager, which kubeflow-platform:components.certManager switches off",
        ) &&
        /switch certManager on, or .*katib.* off too/.test(error.message),
    );
  });

  it("accepts a choice exactly if every requirement is on, and orders by requirement", () => {
    const choice = fc.record(Object.fromEntries(componentNames.map((name) => [name, fc.boolean()])));
    fc.assert(
      fc.property(choice, (switches) => {
        const on = componentNames.filter((name) => switches[name]);
        const complete = on.every((name) => catalogue[name].requires.every((required) => switches[required]));
        if (!complete) {
          assert.throws(() => selectComponents(switches), UserError);
          return;
        }
        const selected = selectComponents(switches).map(({ name }) => name);
        assert.deepEqual(new Set(selected), new Set(on));
        selected.forEach((name, i) => {
          catalogue[name].requires.forEach((required) => {
            assert.ok(selected.indexOf(required) < i, `${required} comes before ${name}`);
          });
        });
      }),
    );
  });

  it("has a catalogue whose entries carry their own keys", () => {
    componentNames.forEach((name) => {
      assert.equal(catalogue[name].name, name);
    });
  });
});
