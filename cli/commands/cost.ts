import { UserError } from "../../config/errors";
import { isAws } from "../../infra/config";
import { livePrices } from "../cost/live-client";
import { environmentCost } from "../cost/environment";
import { costJson } from "../cost/report-json";
import { costText } from "../cost/report-text";
import { collectInventory } from "../inventory/collect";
import { readConfiguration } from "../preflight";
import { roomsOf } from "../rooms";
import type { CommandContext } from "./context";

/**
 * `npm run cost`: what an environment costs when nobody uses it, from its program and a table of prices.
 *
 * @param ask asks AWS for real-time prices; tests put something else in its place
 */
export async function run(context: CommandContext, ask = livePrices): Promise<number> {
  const { repository, name, flags, signal, display } = context;
  const { all, infra } = readConfiguration(repository, name, undefined);
  if (!isAws(infra)) {
    throw new UserError(
      `"${name}" has nothing at AWS, so it costs nothing there`,
      "name an environment on AWS: npm run cost -- prod",
    );
  }
  const rooms = roomsOf(repository.root).filter((room) => room.name === "infra");
  const resources = await collectInventory(rooms, name, all);
  const { cost, pools, refs } = environmentCost(resources, infra, new Date());
  const live = await ask(refs, infra.region, signal);
  const report = { environment: name, cost, pools, live, now: new Date() };
  context.print(flags.json ? costJson(report) : costText(report, display.style));
  return 0;
}
