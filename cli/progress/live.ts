import { Listr } from "listr2";
import type { Style } from "../terminal/style";
import { cut, duration, table } from "../terminal/text";
import { isChanged } from "./changes";
import type { Display, Step } from "./display";
import type { StackProgress } from "./model";
import type { StackView } from "./view";
import { closingLine, componentLine, failedLine, headline, isShown, liveLines } from "./render";

const framesEvery = 150;

/** Shows progress on a terminal: one line a step, and while a stack runs its components below it. */
export class LiveDisplay implements Display {
  constructor(
    private readonly out: NodeJS.WriteStream,
    readonly style: Style,
  ) {}

  async step<T>(title: string, action: (step: Step) => Promise<T>): Promise<T> {
    return this.task(title, async (set) => {
      const started = Date.now();
      let closing = title;
      const result = await action({
        now: (text) => {
          set(`${title}\n  ${this.style.dim(cut(text, this.out.columns - 6))}`);
        },
        done: (text) => {
          closing = text;
        },
      });
      const elapsed = Date.now() - started;
      set(elapsed < 1000 ? closing : `${closing}  ${this.style.dim(duration(elapsed))}`);
      return result;
    });
  }

  async stack<T>(room: string, progress: StackProgress, action: () => Promise<T>): Promise<T> {
    return this.task(this.style.bold(room), async (set) => {
      const started = Date.now();
      const draw = (): void => {
        const now = Date.now();
        const view = progress.view();
        const { columns, rows } = this.out;
        const lines = liveLines(view, { columns, rows, now, style: this.style });
        set([headline(room, view, now - started, this.style), ...lines].join("\n"));
      };
      const frames = setInterval(draw, framesEvery);
      try {
        const result = await action();
        const view = progress.view();
        set(this.closing(closingLine(room, view, Date.now() - started, this.style), view));
        return result;
      } catch (error) {
        const view = progress.view();
        set(this.closing(failedLine(room, view, Date.now() - started, this.style), view));
        throw error;
      } finally {
        clearInterval(frames);
      }
    });
  }

  say(text: string): void {
    this.out.write(`${text}\n`);
  }

  /** Components stay on the screen where they were changed; otherwise the stack's line says it all. */
  private closing(line: string, view: StackView): string {
    const changed = view.components.filter((c) => isShown(c) && (isChanged(c.changes) || c.failed > 0));
    const rows = table(
      changed.map((component) => componentLine(component, view, this.style)),
      "  ",
    );
    return [line, ...rows].join("\n");
  }

  private async task<T>(title: string, action: (set: (title: string) => void) => Promise<T>): Promise<T> {
    const results: T[] = [];
    const list = new Listr(
      [
        {
          title,
          task: async (_, task) => {
            const set = (text: string): void => {
              task.title = text;
            };
            results.push(await action(set));
          },
        },
      ],
      {
        registerSignalListeners: false,
        rendererOptions: { collapseErrors: false, showErrorMessage: false, formatOutput: "truncate" },
      },
    );
    await list.run();
    for (const result of results) {
      return result;
    }
    throw new Error(`step "${title}" ended without a result`);
  }
}
