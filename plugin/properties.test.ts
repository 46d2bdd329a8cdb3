import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { parseJson } from "./json";
import { containsUnknown, fromStruct, secret, toStruct, UNKNOWN } from "./properties";

describe("properties", () => {
  it("come back from a message as they went in", () => {
    fc.assert(
      // A key "__proto__" is lost by the library that reads messages; Kubernetes and Pulumi have none.
      fc.property(
        fc.json().filter((text) => !text.includes("__proto__")),
        (text) => {
          const value = { value: parseJson(text) };
          const bytes = toStruct(value).serializeBinary();
          assert.deepEqual(fromStruct(Struct.deserializeBinary(bytes)), value);
        },
      ),
    );
  });

  it("read every sort of unknown as the one sentinel", () => {
    const boolean = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
    assert.deepEqual(fromStruct(toStruct({ a: [boolean] })), { a: [UNKNOWN] });
    assert.ok(containsUnknown({ a: [{ b: UNKNOWN }] }));
    assert.ok(!containsUnknown({ a: [{ b: "text" }, null, 1] }));
  });

  it("unwrap secrets", () => {
    assert.deepEqual(fromStruct(toStruct({ password: secret({ a: "b" }), plain: 1 })), {
      password: { a: "b" },
      plain: 1,
    });
  });
});
