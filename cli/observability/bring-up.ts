import { messageOf, UserError } from "../../config/errors";
import {
  OBSERVABILITY_TOOLS,
  type Started,
  startObservability,
  stopObservability,
} from "../../infra/local/observability";
import { describeToolEvent } from "../../infra/local/tool-event";
import { ensureTools } from "../../toolchain";
import type { CommandContext } from "../commands/context";
import { localEnvironment } from "../environments";
import { withoutLinks } from "../preflight";
import { readChoices } from "../settings/choices";
import { platformMetrics } from "./platform-metrics";

/** What became of Prometheus and Loki in an `up`; text says why they don't run although they should. */
export type Observability = Started | string | undefined;

const title = "Metrics and logs";

/**
 * Starts or stops Prometheus and Loki beside the cluster of `local`, as flags or earlier flags want it. The cluster must
 * run. A failure is told and returned, not thrown: the environment goes on without them.
 */
export async function bringUpObservability(context: CommandContext): Promise<Observability> {
  const { name, flags, repository, display } = context;
  if (name !== localEnvironment) {
    return undefined;
  }
  try {
    if (readChoices(repository.choices).observability === true) {
      return await start(context);
    }
    if (flags.observability === false && (await stopObservability(repository.directory))) {
      display.say(
        `${display.style.good("✔")} ${title}  ${display.style.dim("stopped; what they have is kept")}`,
      );
    }
    return undefined;
  } catch (error) {
    context.signal.throwIfAborted();
    const text = error instanceof UserError ? error.message : messageOf(error);
    display.say(`${display.style.bad("✗")} ${title}: ${text}`);
    return text;
  }
}

function start({ repository, environment, display, signal }: CommandContext): Promise<Started> {
  return display.step(title, async (step) => {
    const tools = await ensureTools(OBSERVABILITY_TOOLS, {
      environment: withoutLinks(environment, repository),
      report: (event) => {
        step.now(describeToolEvent(event));
      },
      signal,
    });
    const started = await startObservability(repository.directory, {
      tools,
      platform: platformMetrics(),
      report: (text) => {
        step.now(text);
      },
      signal,
    });
    const where = `Prometheus ${started.prometheus}, Loki ${started.loki}`;
    step.done(`${title}  ${display.style.dim(where)}`);
    return started;
  });
}
