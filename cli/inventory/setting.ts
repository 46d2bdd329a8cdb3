import { InfraOutputs } from "../../contract";
import type { Setting } from "../../platform/part";
import { readConfiguration } from "../preflight";
import type { Repository } from "../repository";
import { roomsOf } from "../rooms";
import { registerInfra } from "./collect";

/**
 * What an environment's platform is made from: its configuration, and infra's outputs as its program and mocks give them.
 * Needs no credentials, cluster or engine.
 *
 * @throws UserError where the configuration has mistakes
 */
export async function settingOf(repository: Repository, name: string): Promise<Setting> {
  const { platform: config, all } = readConfiguration(repository, name, undefined);
  const [room] = roomsOf(repository.root);
  if (room === undefined) {
    throw new Error("there is no room of infra");
  }
  const { outputs } = await registerInfra(room, name, all);
  return { config, infra: InfraOutputs.parse(outputs) };
}
