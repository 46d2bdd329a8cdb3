/** Notebook servers, volumes and Tensorboards: what people may choose, what is stopped, where it answers. */
export { spawnerChoices, spawnerConfig } from "./spawner";
export { notebookController, tensorboardController } from "./controllers";
export { secureCookies } from "./web-apps";
