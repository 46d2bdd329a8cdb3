import { messageOf } from "../../config/errors";
import { type AwsInfraConfig, isAws } from "../../infra/config";
import type { CommandContext } from "../commands/context";
import { chosenCluster } from "../commands/session";
import { environmentCost } from "../cost/environment";
import { reportAge } from "../cost/report";
import { listEnvironments } from "../environments";
import { collectInventory } from "../inventory/collect";
import { readConfiguration } from "../preflight";
import { roomsOf } from "../rooms";
import { type CostSection, type CostView, costView } from "./model/cost";

/** Whose cost stands beside an environment that costs nothing: the smallest one on AWS. */
const exampleEnvironment = "dev";

/** What the report says about money: from the inventory and the table of prices, without asking AWS. */
export async function plannedCost(context: CommandContext, now: Date): Promise<CostSection> {
  const { repository, name } = context;
  try {
    const { infra, all } = readConfiguration(repository, name, chosenCluster(context));
    if (isAws(infra)) {
      return { kind: "aws", cost: await priced(context, name, infra, all, now) };
    }
    return infra.cluster.kind === "existing"
      ? { kind: "unknown", why: "The cluster was there before; what it costs is not known here." }
      : { kind: "free", example: await example(context, now) };
  } catch (error) {
    // A report on what is there is wanted most where something is broken, the configuration perhaps.
    return { kind: "unknown", why: messageOf(error) };
  }
}

async function example(context: CommandContext, now: Date): Promise<CostView | undefined> {
  const { repository } = context;
  if (!listEnvironments(repository.root).includes(exampleEnvironment)) {
    return undefined;
  }
  const { infra, all } = readConfiguration(repository, exampleEnvironment, undefined);
  return isAws(infra) ? priced(context, exampleEnvironment, infra, all, now) : undefined;
}

async function priced(
  { repository }: CommandContext,
  environment: string,
  infra: AwsInfraConfig,
  all: Readonly<Record<string, string>>,
  now: Date,
): Promise<CostView> {
  const rooms = roomsOf(repository.root).filter(({ name }) => name === "infra");
  const resources = await collectInventory(rooms, environment, all);
  const { cost, pools } = environmentCost(resources, infra, now);
  const live = { asked: false, reason: "not asked" } as const;
  return costView(environment, cost, reportAge({ environment, cost, pools, live, now }));
}
