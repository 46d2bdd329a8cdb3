import assert from "node:assert/strict";
import { environmentCost } from "../../cost/environment";
import { CHOICES } from "./choices";
import { handedOn } from "./handed-on";
import { isRemote, type Made, type Program, programOf } from "./program";
import { at, ENCRYPTION, PROTECTION, type Rule, STATELESS } from "./tables";

/** A day on which the table's prices hold. */
const day = new Date("2026-11-24T00:00:00Z");

/** Arguments that name the KMS key of what is stored. */
const dataKeys = /^kmsKey(Id|Arn)?$|^kmsMasterKeyId$|KmsKeyId$/;

function titles(resources: readonly Made[]): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`);
}

/** Keys and values inside of a value, at any depth. */
function* fieldsOf(value: unknown): Generator<readonly [string, unknown]> {
  if (typeof value === "object" && value !== null && Reflect.get(value, "__pulumiResource") !== true) {
    for (const [key, inner] of Object.entries(value)) {
      yield [key, inner];
      yield* fieldsOf(inner);
    }
  }
}

describe("infra on AWS, whatever is chosen", () => {
  for (const [title, { base, changes }] of Object.entries(CHOICES)) {
    describe(`as ${title}`, () => {
      let program: Program;

      before(async () => {
        // Its outputs are held against the contract.
        program = await programOf(base, changes);
      });

      function broken(rules: Readonly<Record<string, Rule>>): string[] {
        const all = (type: string) =>
          program.resources.filter((one) => one.type === type).map(({ inputs }) => inputs);
        return titles(
          program.resources.filter((one) => {
            const rule = rules[one.type];
            return rule !== undefined && !rule({ ...one, all });
          }),
        );
      }

      it("names each resource once, and all are of types that somebody has thought about", () => {
        const names = titles(program.resources);
        assert.deepEqual(
          names.filter((name, index) => names.indexOf(name) < index),
          [],
        );
        const known = (type: string) => STATELESS.has(type) || type in ENCRYPTION || type in PROTECTION;
        assert.deepEqual(
          program.resources.map(({ type }) => type).filter((type) => !known(type)),
          [],
        );
      });

      it("encrypts everything, and with the environment's key wherever a key is named", () => {
        assert.deepEqual(broken(ENCRYPTION), []);
        const { dataKeyArn } = program.outputs.aws ?? assert.fail("nothing of AWS is exported");
        const named = program.resources.flatMap(({ type, name, inputs }) =>
          [...fieldsOf(inputs)]
            .filter(([key]) => dataKeys.test(key))
            .map(([key, value]) => ({ where: `${type} ${name} ${key}`, value })),
        );
        assert.ok(named.length > 5);
        assert.deepEqual(
          named.filter(({ value }) => value !== dataKeyArn),
          [],
        );
        const cluster = program.resources.find(({ type }) => type === "eks:index:Cluster");
        const secretsKey = at(cluster?.inputs, "encryptionConfigKeyArn");
        assert.match(String(secretsKey), /^arn:aws:kms:us-west-2:111122223333:key\//);
        assert.notEqual(secretsKey, dataKeyArn);
      });

      it(base === "prod" ? "keeps what would be lost" : "can be destroyed whole", () => {
        if (base === "prod") {
          assert.deepEqual(broken(PROTECTION), []);
        } else {
          assert.deepEqual(titles(program.resources.filter(({ protect }) => protect)), []);
        }
      });

      it("makes everything with its own provider, what is inside of other packages' components too", () => {
        const ofAws = program.resources.filter(({ type }) => type.startsWith("aws:") || isRemote(type));
        assert.ok(ofAws.length > 60);
        assert.deepEqual(titles(ofAws.filter(({ byOwnProvider }) => !byOwnProvider)), []);
      });

      it("hands its tags on to what the provider's default tags don't reach", () => {
        const { tags } = program.config;
        const expected = {
          ...tags.more,
          environment: base,
          owner: tags.owner,
          "cost-center": tags.costCenter,
        };
        const places = handedOn(program);
        assert.ok(places.length >= 5);
        for (const { where, tags: given } of places) {
          const found = Object.keys(expected).map((key) => [key, at(given, key)]);
          assert.deepEqual(Object.fromEntries(found), expected, where);
        }
      });

      it("has a price, or none on purpose, for every resource", () => {
        const { cost } = environmentCost(program.resources, program.config, day);
        assert.deepEqual(
          [...cost.lines, ...cost.perUse].filter(({ part }) => part === "other"),
          [],
        );
      });
    });
  }
});
