import type { Style } from "../terminal/style";
import type { StackProgress } from "./model";

/** Where progress is shown. One for terminals, one for logs, none with `--json`. */
export interface Display {
  readonly style: Style;
  /** Runs one step of the command under a heading. */
  step<T>(title: string, action: (step: Step) => Promise<T>): Promise<T>;
  /** Runs an operation on a stack, showing how far it is. */
  stack<T>(room: string, progress: StackProgress, action: () => Promise<T>): Promise<T>;
  /** Text between the steps. */
  say(text: string): void;
}

/** A step that is under way. */
export interface Step {
  /** What it does right now. */
  now(text: string): void;
  /** What stays when it is through; the display puts a sign before it. */
  done(text: string): void;
}
