import type { ToolEvent } from "../../toolchain";

/** One line for people about a step of getting tools. */
export function describeToolEvent({ tools, phase, detail, done, total }: ToolEvent): string {
  const share =
    done !== undefined && total !== undefined && total > 0 ? ` ${Math.floor((100 * done) / total)}%` : "";
  return `${phase} ${tools.join(", ")}${share}: ${detail}`;
}
