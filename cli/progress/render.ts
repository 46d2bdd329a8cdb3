import type { Style } from "../terminal/style";
import { cut, duration, table, width } from "../terminal/text";
import { countObjects, describeChanges, isChanged } from "./changes";
import type { ComponentView, Running, StackView } from "./view";

/** How much room there is to draw in, and when it is. */
export interface Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly now: number;
  readonly style: Style;
}

/** `platform  312 of 604 objects · 12 s`. */
export function headline(room: string, view: StackView, elapsed: number, style: Style): string {
  const total = Math.max(view.registered, view.done);
  const far = total === 0 ? "" : `${view.done} of ${countObjects(total)}`;
  const stopping = view.stopping
    ? style.warn("stopping after what is under way (Ctrl-C again: at once)")
    : "";
  return [style.bold(room), far, style.dim(duration(elapsed)), stopping]
    .filter((part) => part !== "")
    .join("  ");
}

/** What stays on the screen when a stack failed or was stopped. */
export function failedLine(room: string, view: StackView, elapsed: number, style: Style): string {
  const { done, changes, stopping } = view;
  const far =
    done === 0 ? "before the first object" : `after ${countObjects(done)} (${describeChanges(changes)})`;
  return `${style.bold(room)}  ${stopping ? "stopped" : "failed"} ${far}  ${style.dim(duration(elapsed))}`;
}

/** What stays on the screen when a stack is through. */
export function closingLine(room: string, view: StackView, elapsed: number, style: Style): string {
  const parts = view.components.filter(isShown).length;
  const total = view.done;
  const what = isChanged(view.changes)
    ? `${countObjects(total)} in ${parts} ${parts === 1 ? "part" : "parts"}: ${describeChanges(view.changes, view.planned)}`
    : `${countObjects(total)}, nothing changed`;
  return `${style.bold(room)}  ${what}  ${style.dim(duration(elapsed))}`;
}

/** The components below a stack's headline while it runs: each at work, with what it waits for. */
export function liveLines(view: StackView, canvas: Canvas): string[] {
  const { style, now, columns } = canvas;
  const shown = view.components.filter(isShown);
  const inState = (state: ReturnType<typeof stateOf>): ComponentView[] =>
    shown.filter((component) => stateOf(component) === state);
  const done = inState("done").length;
  const waiting = inState("waiting").length;
  const busy = [...inState("failed"), ...inState("running")];
  const rows = busy
    .sort((a, b) => (a.started ?? Infinity) - (b.started ?? Infinity))
    .slice(0, Math.max(3, canvas.rows - 8))
    .map((component) => busyRow(component, now, style));
  const hidden = busy.length - rows.length;
  const summary = [
    ...(done > 0 ? [`${style.good("✔")} ${done} of ${shown.length} parts done`] : []),
    ...(waiting > 0 ? [style.dim(`○ ${waiting} waiting for others`)] : []),
    ...(hidden > 0 ? [style.dim(`and ${hidden} more under way`)] : []),
  ].join("  ");
  return [...(summary === "" ? [] : [summary]), ...table(rows)].map((line) => `  ${fit(line, columns - 6)}`);
}

function busyRow(component: ComponentView, now: number, style: Style): string[] {
  const { name, done, registered, started } = component;
  const sign = component.failed > 0 ? style.bad("✗") : style.accent("●");
  return [
    `${sign} ${name}`,
    registered === 0 ? String(done) : `${done}/${registered}`,
    started === undefined ? "" : duration(now - started),
    style.dim(currentWork(component)),
  ];
}

/** One line for a component that is through. */
export function componentLine(
  component: ComponentView,
  { stopping, planned }: StackView,
  style: Style,
): string[] {
  const { started, ended } = component;
  const time = started === undefined || ended === undefined ? "" : duration(ended - started);
  const sign = component.failed > 0 ? style.bad("✗") : style.good("✔");
  const word = stopping ? "stopped" : "failed";
  const failed = component.failed > 0 ? style.bad(`${component.failed} ${word}`) : "";
  const changes = describeChanges(component.changes, planned);
  const what = failed === "" ? changes : component.done === 0 ? failed : `${failed}, ${changes}`;
  return [`${sign} ${component.name}`, what, style.dim(time)];
}

/** Whether a component has anything to show: some only hold other components. */
export function isShown(component: ComponentView): boolean {
  return component.registered + component.done + component.failed + component.changes.deleted > 0;
}

/** Where a component is. It may go from done to running again when the program registers more, or from running to waiting. */
export function stateOf(component: ComponentView): "waiting" | "running" | "done" | "failed" {
  if (component.failed > 0) {
    return "failed";
  }
  if (component.running.length > 0) {
    return "running";
  }
  return component.done >= component.registered ? "done" : "waiting";
}

function currentWork({ running }: ComponentView): string {
  const [oldest] = running;
  if (oldest === undefined) {
    return "";
  }
  const more = running.length > 1 ? ` and ${running.length - 1} more` : "";
  return `${describeRunning(oldest)}${more}`;
}

/** `Deployment istio-system/istiod: 0 of 1 pods ready`. */
export function describeRunning({ type, name, waiting }: Running): string {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  return waiting === undefined ? `${kind} ${name}` : `${kind} ${name}: ${waiting}`;
}

function fit(line: string, columns: number): string {
  if (width(line) <= columns) {
    return line;
  }
  // Colours end at the end of a cell; a cut in the last one would leave its colour on.
  const plain = line.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
  return cut(plain, columns);
}
