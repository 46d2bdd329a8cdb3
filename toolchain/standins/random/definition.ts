import { UserError } from "../../../config/errors";
import { differences, type ProviderOptions } from "../../../plugin";
import { generators, previewed, type Generator } from "./generate";

/** The stand-in for the official random provider: the kinds of values that this project uses. */
export const randomStandIn: ProviderOptions = {
  name: "random",
  version: "4.21.2",
  handlers: {
    check: ({ type, news }) => {
      generatorOf(type).check(news);
      return { inputs: news };
    },
    // A value can't change: whatever is different asks for another one.
    diff: ({ oldInputs, news }) => ({
      changes: differences(oldInputs, news).map((change) => ({ ...change, replace: true })),
    }),
    create: async ({ type, inputs, preview }) => {
      const { makes, generate } = generatorOf(type);
      if (preview) {
        return { id: "", outputs: previewed(inputs, makes) };
      }
      const { id, outputs } = await generate(inputs);
      return { id, outputs: { ...inputs, ...outputs } };
    },
  },
};

function generatorOf(type: string): Generator {
  const found = generators[type];
  if (found === undefined) {
    throw new UserError(
      `the stand-in for the random provider has no ${type}; it has ${Object.keys(generators).join(", ")}`,
    );
  }
  return found;
}
