import * as assert from "node:assert/strict";
import { compare } from "bcryptjs";
import * as fc from "fast-check";
import { UserError } from "../../../config/errors";
import { at, textOf, UNKNOWN, type JsonObject } from "../../../plugin";
import { generators, previewed, randomText } from "./generate";

const generate = async (name: string, inputs: JsonObject) => {
  const generator = generators[`random:index/${name}`];
  assert.ok(generator !== undefined);
  generator.check(inputs);
  return generator.generate(inputs);
};

describe("the random stand-in", () => {
  it("makes texts of the wanted length, with at least so many of each class", () => {
    const least = fc.nat({ max: 5 });
    fc.assert(
      fc.property(least, least, least, fc.nat({ max: 40 }), (minLower, minNumeric, minSpecial, more) => {
        const length = Math.max(1, minLower + minNumeric + minSpecial + more);
        const text = randomText({ length, minLower, minNumeric, minSpecial, overrideSpecial: "!_" });
        const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
        assert.equal(text.length, length);
        assert.match(text, /^[a-zA-Z0-9!_]*$/);
        assert.ok(count(/[a-z]/g) >= minLower && count(/\d/g) >= minNumeric && count(/[!_]/g) >= minSpecial);
      }),
    );
  });

  it("leaves classes out that are off", () => {
    assert.match(randomText({ length: 200, special: false, upper: false, numeric: false }), /^[a-z]{200}$/);
  });

  it("makes a password and its hash, both secret", async () => {
    const { id, outputs } = await generate("randomPassword:RandomPassword", { length: 12 });
    assert.equal(id, "none");
    const result = textOf(at(outputs, "result", "value"));
    assert.ok(await compare(result, textOf(at(outputs, "bcryptHash", "value"))));
    assert.equal(outputs.special, true);
  });

  it("makes ids, bytes and UUIDs as the official provider names them", async () => {
    const { id, outputs } = await generate("randomId:RandomId", { byteLength: 4, prefix: "p-" });
    const bytes = Buffer.from(id, "base64url");
    assert.deepEqual(outputs, {
      b64Std: `p-${bytes.toString("base64")}`,
      b64Url: `p-${id}`,
      dec: `p-${bytes.readUInt32BE()}`,
      hex: `p-${bytes.toString("hex")}`,
    });
    const random = (await generate("randomBytes:RandomBytes", { length: 16 })).outputs;
    assert.equal(Buffer.from(textOf(at(random, "base64", "value")), "base64").length, 16);
    assert.match(
      (await generate("randomUuid:RandomUuid", {})).id,
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });

  it("says what can't be", async () => {
    await assert.rejects(generate("randomString:RandomString", { length: 0 }), UserError);
    await assert.rejects(generate("randomString:RandomString", { length: 8, colour: "red" }), /colour/);
    await assert.rejects(
      generate("randomString:RandomString", { length: 2, minLower: 3 }),
      /length 2 is less/,
    );
    const none = { length: 2, lower: false, upper: false, numeric: false, special: false };
    await assert.rejects(generate("randomString:RandomString", none), /no characters/);
  });

  it("judges no inputs that aren't known yet, and promises nothing in a preview", () => {
    generators["random:index/randomString:RandomString"]?.check({ length: UNKNOWN });
    assert.deepEqual(previewed({ length: 3 }, ["result"]), { length: 3, result: UNKNOWN });
  });
});
