import assert from "node:assert/strict";
import * as fc from "fast-check";
import { UserError } from "../config/errors";
import type { PartName } from "./part";
import { isAddon, partNames, parts } from "./parts";
import { checkSwitches, selectParts } from "./select";
import { awsInfra, localInfra, settingOf } from "./testing/settings";

function namesOf(setting: Parameters<typeof selectParts>[0]): PartName[] {
  return selectParts(setting).map(({ name }) => name);
}

/** The same choice in the two groups that configuration has. */
function grouped(switches: Readonly<Record<string, boolean>>) {
  const group = (addon: boolean) =>
    Object.fromEntries(Object.entries(switches).filter(([name]) => addonNames.has(name) === addon));
  return { components: group(false), addons: group(true) };
}

const addonNames: ReadonlySet<string> = new Set(partNames.filter((name) => isAddon(parts[name])));

describe("selectParts", () => {
  it("takes upstream's example where nothing is said", () => {
    const names = namesOf(settingOf(localInfra)).filter((name) => !addonNames.has(name));
    const off = partNames.filter((name) => !addonNames.has(name) && !names.includes(name));
    assert.deepEqual(
      off,
      partNames.filter((name) => {
        const part = parts[name];
        return !isAddon(part) && part.enabledByDefault === false;
      }),
    );
  });

  it("takes Karpenter where infra has prepared it, and before everything whose pods need nodes", () => {
    assert.ok(!namesOf(settingOf(localInfra)).includes("karpenter"));
    assert.equal(namesOf(settingOf(awsInfra))[0], "karpenter");
  });

  it("refuses to leave out what another needs, and says both ways out", () => {
    assert.throws(
      () => selectParts(settingOf(localInfra, { components: { certManager: false } })),
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
    const choice = fc.record(Object.fromEntries(partNames.map((name) => [name, fc.boolean()])));
    fc.assert(
      fc.property(choice, fc.constantFrom(localInfra, awsInfra), (switches, infra) => {
        const setting = settingOf(infra, grouped(switches));
        const requirements = (name: PartName) => [
          ...parts[name].requires,
          ...(parts[name].requiresHere?.(setting) ?? []),
        ];
        const on = partNames.filter((name) => switches[name]);
        const complete = on.every((name) => requirements(name).every((required) => switches[required]));
        if (!complete) {
          assert.throws(() => selectParts(setting), UserError);
          return;
        }
        const selected = namesOf(setting);
        assert.deepEqual(new Set(selected), new Set(on));
        selected.forEach((name, i) => {
          const earlier = [...requirements(name), ...(parts[name].after ?? [])];
          earlier
            .filter((other) => on.includes(other))
            .forEach((other) => {
              assert.ok(selected.indexOf(other) < i, `${other} comes before ${name}`);
            });
        });
      }),
    );
  });

  it("has tables whose entries carry their own keys", () => {
    partNames.forEach((name) => {
      assert.equal(parts[name].name, name);
    });
  });
});

describe("checkSwitches", () => {
  it("finds what is known to fail before infra is there", () => {
    const { config } = settingOf(localInfra, { components: { istio: false } });
    assert.throws(() => {
      checkSwitches(config);
    }, /pipelines needs istio/);
  });

  it("leaves alone what infra decides", () => {
    const { config } = settingOf(localInfra, { addons: { openCost: true } });
    assert.doesNotThrow(() => {
      checkSwitches(config);
    });
  });
});
