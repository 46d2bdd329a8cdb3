import { deployedPipeline } from "../deployed-pipeline";
import type { Example } from "../example";

/** From a push of data to a served model, through a TrainJob. */
export const chain: Example = deployedPipeline({
  example: "chain",
  name: "data-to-served-model",
  description: "Looks for new data, has a TrainJob learn from them, and serves the model.",
  images: ["image"],
  alsoNeeds: ["trainer", "kserve"],
  settingsOf: (config) => config.chain,
  parametersOf: ({ platform: { queues } }) => ({ queue: queues?.localQueue ?? "" }),
});
