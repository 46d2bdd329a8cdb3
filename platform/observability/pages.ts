import { UserError } from "../../config/errors";
import type { Context } from "../part";
import { type Panel, type Topic, topics, type Width, widthOf } from "./panel";
import { panels } from "./panels";
import { type PanelName, panelNames } from "./panels/names";

/** A panel on a page. */
export interface Placed {
  readonly name: PanelName;
  readonly panel: Panel;
  readonly title: string;
  readonly width: Width;
}

/** A page of Grafana. */
export interface Page {
  /** Last part of its address. */
  readonly name: string;
  readonly title: string;
  /** Namespaces that can be chosen; undefined for all tenants. */
  readonly namespaces?: readonly string[] | undefined;
  readonly panels: readonly Placed[];
}

/** Titles of the pages of topics. */
const topicTitles: Readonly<Record<Topic, string>> = {
  pipelines: "Pipelines",
  training: "Training",
  tuning: "Hyperparameter tuning",
  serving: "Serving",
  resources: "Resources by tenant",
  queues: "Queues",
  costs: "Costs",
  logs: "Logs",
  health: "Platform health",
};

/**
 * The pages of an environment: those that its configuration arranges, then one for each topic that there is data for.
 *
 * @throws UserError where a page asks for a panel whose exporters are not there, or two pages have one name
 */
export function pagesOf(context: Context): readonly Page[] {
  const { dashboards, topicPages } = context.config.observability;
  const there = panelNames.filter((name) => isThere(name, context));
  const arranged = dashboards.map(({ name, title, namespaces, panels: own }, page) => ({
    name,
    title,
    namespaces,
    panels:
      own?.map(({ panel, title: ownTitle, width }, index) => {
        requireThere(panel, `kubeflow-platform:observability.dashboards[${page}].panels[${index}]`, context);
        return placed(panel, ownTitle, width);
      }) ?? there.map((panel) => placed(panel)),
  }));
  const byTopic = topics.flatMap((topic): Page[] => {
    const own = there.filter((name) => panels[name].topic === topic);
    return own.length === 0
      ? []
      : [{ name: topic, title: topicTitles[topic], panels: own.map((name) => placed(name)) }];
  });
  const taken = arranged.find(({ name }) => topicPages && topics.some((topic) => topic === name));
  if (taken !== undefined) {
    throw new UserError(
      `kubeflow-platform:observability.dashboards has a page "${taken.name}", which is the name of a topic's page`,
      "give it another name, or set kubeflow-platform:observability.topicPages to false",
    );
  }
  return [...arranged, ...(topicPages ? byTopic : [])];
}

function isThere(name: PanelName, { has }: Context): boolean {
  return panels[name].needs.every(has);
}

function requireThere(name: PanelName, key: string, context: Context): void {
  const missing = panels[name].needs.filter((part) => !context.has(part));
  if (missing.length > 0) {
    const there = panelNames.filter((other) => isThere(other, context));
    throw new UserError(
      `${key} is ${name}, which shows what ${missing.join(" and ")} exports, and that is off here; there are ${there.join(", ")}`,
      `leave the panel out, or switch ${missing.join(" and ")} on`,
    );
  }
}

function placed(name: PanelName, title?: string, width?: Width): Placed {
  const panel = panels[name];
  return { name, panel, title: title ?? panel.title, width: width ?? widthOf(panel) };
}
