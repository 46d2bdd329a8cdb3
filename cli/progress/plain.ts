import type { Style } from "../terminal/style";
import { duration } from "../terminal/text";
import { countObjects, isChanged } from "./changes";
import type { Display, Step } from "./display";
import type { StackProgress } from "./model";
import type { ComponentView, StackView } from "./view";
import { closingLine, componentLine, describeRunning, failedLine, isShown, stateOf } from "./render";

const lookEvery = 500;
const heartbeatEvery = 15_000;

/** Shows progress in a log: one line a component, and a sign of life while nothing comes to an end. */
export class PlainDisplay implements Display {
  constructor(
    private readonly out: NodeJS.WritableStream,
    readonly style: Style,
  ) {}

  async step<T>(title: string, action: (step: Step) => Promise<T>): Promise<T> {
    const started = Date.now();
    let closing = title;
    let last = "";
    const result = await action({
      now: (text) => {
        // Counting seconds is for terminals.
        const stable = text.replace(/\d+(\.\d+)? ?(s|%|MiB|min)\b/g, "").trim();
        if (stable !== last) {
          last = stable;
          this.say(`  ${text}`);
        }
      },
      done: (text) => {
        closing = text;
      },
    });
    const elapsed = Date.now() - started;
    const sign = this.style.good("✔");
    this.say(`${sign} ${closing}${elapsed < 1000 ? "" : `  ${duration(elapsed)}`}`);
    return result;
  }

  async stack<T>(room: string, progress: StackProgress, action: () => Promise<T>): Promise<T> {
    const started = Date.now();
    const told = new Set<string>();
    let lastLine = started;
    const print = (text: string): void => {
      lastLine = Date.now();
      this.say(text);
    };
    const look = (): void => {
      const view = progress.view();
      for (const component of view.components) {
        const ended = component.ended ?? Infinity;
        // Within half a second after its last resource a component may well go on.
        if (isThrough(component) && !told.has(component.name) && Date.now() - ended > lookEvery) {
          told.add(component.name);
          print(line(component, view, this.style));
        }
      }
      if (Date.now() - lastLine > heartbeatEvery) {
        print(heartbeat(progress, Date.now() - started));
      }
    };
    this.say(this.style.bold(room));
    const timer = setInterval(look, lookEvery);
    let closing = failedLine;
    try {
      const result = await action();
      closing = closingLine;
      return result;
    } finally {
      clearInterval(timer);
      const view = progress.view();
      for (const component of view.components) {
        if (isTold(component) && !told.has(component.name)) {
          print(line(component, view, this.style));
        }
      }
      print(closing(room, view, Date.now() - started, this.style));
    }
  }

  say(text: string): void {
    this.out.write(`${text}\n`);
  }
}

/** Whether a component seems to be through and has something to tell; the stack's line counts what is unchanged. */
function isThrough(component: ComponentView): boolean {
  return isTold(component) && stateOf(component) === "done";
}

function isTold(component: ComponentView): boolean {
  return isShown(component) && (isChanged(component.changes) || component.failed > 0);
}

function line(component: ComponentView, view: StackView, style: Style): string {
  const [name = "", changes = "", time = ""] = componentLine(component, view, style);
  return `  ${name}: ${changes}${time === "" ? "" : ` (${time})`}`;
}

function heartbeat(progress: StackProgress, elapsed: number): string {
  const view = progress.view();
  const busy = view.components.flatMap((component) => component.running);
  const [oldest] = busy.sort((a, b) => a.since - b.since);
  const total = Math.max(view.registered, view.done);
  const waits = oldest === undefined ? "" : `; at work on ${describeRunning(oldest)}`;
  return `  … ${view.done} of ${countObjects(total)} after ${duration(elapsed)}${waits}`;
}
