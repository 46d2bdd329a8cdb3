import { randomBytes, randomInt, randomUUID } from "node:crypto";
import * as z from "zod";
import { UserError } from "../../../config/errors";
import { containsUnknown, secret, UNKNOWN, type Json, type JsonObject } from "../../../plugin";

/** What a generator makes: the id and what comes beside the inputs. */
export interface Generated {
  readonly id: string;
  readonly outputs: JsonObject;
}

/** One kind of random value. */
export interface Generator {
  /** The names of what it makes, unknown in a preview. */
  readonly makes: readonly string[];
  /** @throws UserError naming what is wrong with the inputs */
  readonly check: (inputs: JsonObject) => void;
  readonly generate: (inputs: JsonObject) => Promise<Generated>;
}

const keepers = z.record(z.string(), z.unknown()).nullish();
const count = z.int().min(0).nullish();
const flag = z.boolean().nullish();
const characters = z.strictObject({
  keepers,
  length: z.int().min(1),
  lower: flag,
  upper: flag,
  number: flag,
  numeric: flag,
  special: flag,
  overrideSpecial: z.string().nullish(),
  minLower: count,
  minUpper: count,
  minNumeric: count,
  minSpecial: count,
});
const id = z.strictObject({ keepers, byteLength: z.int().min(1), prefix: z.string().nullish() });
const bytes = z.strictObject({ keepers, length: z.int().min(1) });
const uuid = z.strictObject({ keepers });

/** What the stand-in makes, by type token. */
export const generators: Readonly<Record<string, Generator>> = {
  "random:index/randomPassword:RandomPassword": generator(
    characters,
    ["result", "bcryptHash"],
    async (inputs) => {
      const result = randomText(inputs);
      // Loaded only here: most runs make no password.
      const { hash } = await import("bcryptjs");
      const bcryptHash = await hash(result, 10);
      return {
        id: "none",
        outputs: { ...defaults(inputs), result: secret(result), bcryptHash: secret(bcryptHash) },
      };
    },
  ),
  "random:index/randomString:RandomString": generator(characters, ["result"], (inputs) => {
    const result = randomText(inputs);
    return { id: result, outputs: { ...defaults(inputs), result } };
  }),
  "random:index/randomId:RandomId": generator(
    id,
    ["b64Std", "b64Url", "dec", "hex"],
    ({ byteLength, prefix }) => {
      const value = randomBytes(byteLength);
      const before = prefix ?? "";
      const hex = value.toString("hex");
      const outputs = {
        b64Std: before + value.toString("base64"),
        b64Url: before + value.toString("base64url"),
        dec: before + BigInt(`0x${hex}`).toString(),
        hex: before + hex,
      };
      return { id: value.toString("base64url"), outputs };
    },
  ),
  "random:index/randomBytes:RandomBytes": generator(bytes, ["base64", "hex"], ({ length }) => {
    const value = randomBytes(length);
    return {
      id: "none",
      outputs: { base64: secret(value.toString("base64")), hex: secret(value.toString("hex")) },
    };
  }),
  "random:index/randomUuid:RandomUuid": generator(uuid, ["result"], () => {
    const result = randomUUID();
    return { id: result, outputs: { result } };
  }),
};

function generator<S extends z.ZodType>(
  schema: S,
  makes: readonly string[],
  generate: (inputs: z.output<S>) => Generated | Promise<Generated>,
): Generator {
  const parse = (inputs: JsonObject): z.output<S> => {
    const result = schema.safeParse(inputs);
    if (result.success) {
      return result.data;
    }
    const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new UserError(lines.join("\n"));
  };
  return {
    makes,
    check: (inputs) => {
      // In a preview, a length that isn't known yet can't be judged.
      if (!containsUnknown(inputs)) {
        parse(inputs);
      }
    },
    generate: async (inputs) => generate(parse(inputs)),
  };
}

type Characters = z.output<typeof characters>;

function defaults(inputs: Characters): JsonObject {
  const numeric = inputs.numeric ?? inputs.number ?? true;
  return {
    length: inputs.length,
    lower: inputs.lower ?? true,
    upper: inputs.upper ?? true,
    special: inputs.special ?? true,
    numeric,
    number: numeric,
    minLower: inputs.minLower ?? 0,
    minUpper: inputs.minUpper ?? 0,
    minNumeric: inputs.minNumeric ?? 0,
    minSpecial: inputs.minSpecial ?? 0,
  };
}

/**
 * A text of the wanted length: at least so many characters of each class, the rest of all classes
 * together, in random order.
 *
 * @throws UserError if no class is left, or the least numbers add up to more than the length
 */
export function randomText(inputs: Characters): string {
  const special = inputs.overrideSpecial ?? "!@#$%&*()-_=+[]{}<>:?";
  const classes = [
    { on: inputs.lower ?? true, least: inputs.minLower ?? 0, from: "abcdefghijklmnopqrstuvwxyz" },
    { on: inputs.upper ?? true, least: inputs.minUpper ?? 0, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
    { on: inputs.numeric ?? inputs.number ?? true, least: inputs.minNumeric ?? 0, from: "0123456789" },
    { on: inputs.special ?? true, least: inputs.minSpecial ?? 0, from: special },
  ];
  const all = classes.flatMap(({ on, from }) => (on ? [from] : [])).join("");
  const least = classes.flatMap(({ least: number, from }) => pick(from, number));
  if (all === "" || least.length > inputs.length) {
    throw new UserError(
      all === ""
        ? "no characters are left to choose from"
        : `length ${inputs.length} is less than the least numbers together, ${least.length}`,
    );
  }
  return shuffled([...least, ...pick(all, inputs.length - least.length)]).join("");
}

function pick(from: string, number: number): string[] {
  return Array.from({ length: number }, () => from.charAt(randomInt(from.length)));
}

/** Fisher-Yates with a cryptographic source. */
function shuffled(items: readonly string[]): string[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [result[i], result[j]] = [result[j] ?? "", result[i] ?? ""];
  }
  return result;
}

/** The outputs of a preview: the inputs, and everything that is made as unknown. */
export function previewed(inputs: JsonObject, makes: readonly string[]): JsonObject {
  return { ...inputs, ...Object.fromEntries(makes.map((name): [string, Json] => [name, UNKNOWN])) };
}
