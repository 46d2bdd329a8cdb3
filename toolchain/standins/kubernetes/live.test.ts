import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { isObject, parseJson, type JsonObject } from "../../../plugin";
import { pruneLive, sameMeaning } from "./live";

describe("pruneLive", () => {
  const object = fc
    .json({ maxDepth: 4 })
    .map(parseJson)
    .filter((value): value is JsonObject => isObject(value) && value.kind !== "Secret");

  it("gives the inputs back where nothing changed, whatever the server added", () => {
    fc.assert(
      fc.property(object, fc.string(), (inputs, extra) => {
        const live = { ...structuredClone(inputs), [`added-${extra}`]: 1 };
        assert.deepEqual(pruneLive(live, inputs), inputs);
      }),
    );
  });

  it("shows what others changed or took away, and not what they added to named lists", () => {
    const inputs = { spec: { replicas: 1, paused: true, containers: [{ name: "main", image: "a" }] } };
    const live: JsonObject = {
      spec: { replicas: 3, containers: [{ name: "sidecar" }, { name: "main", image: "b", tty: true }] },
    };
    assert.deepEqual(pruneLive(live, inputs), {
      spec: { replicas: 3, containers: [{ name: "main", image: "b" }] },
    });
  });

  it("keeps what says nothing and the server therefore drops", () => {
    const inputs = {
      spec: { args: [], nodeSelector: {}, hostNetwork: false, volumes: [{ name: "v", emptyDir: {} }] },
    };
    assert.deepEqual(pruneLive({ spec: { volumes: [{ name: "v", emptyDir: {} }] } }, inputs), inputs);
  });

  it("keeps lists of equal names in their order", () => {
    const inputs = {
      formats: [
        { name: "a", version: "3" },
        { name: "a", version: "4" },
      ],
    };
    assert.deepEqual(pruneLive(structuredClone(inputs), inputs), inputs);
  });

  it("reads stringData from where the server keeps it", () => {
    const inputs = { apiVersion: "v1", kind: "Secret", stringData: { a: "one", b: "two", c: "three" } };
    const data = { a: Buffer.from("one").toString("base64"), b: Buffer.from("2").toString("base64") };
    assert.deepEqual(pruneLive({ ...inputs, data, stringData: {} }, inputs).stringData, { a: "one", b: "2" });
  });
});

describe("sameMeaning", () => {
  const limits = ["spec", "limits", "cpu"];
  it("knows quantities, where there are quantities", () => {
    assert.ok(sameMeaning("1000m", 1, limits));
    assert.ok(sameMeaning("1024Mi", "1Gi", limits));
    assert.ok(sameMeaning("0.5", "500m", limits));
    assert.ok(sameMeaning("2e3", "2k", limits));
    assert.ok(!sameMeaning("1G", "1Gi", limits));
    assert.ok(!sameMeaning("one", "1", limits));
    assert.ok(!sameMeaning("1.0", "1", ["metadata", "annotations", "version"]));
  });
});
