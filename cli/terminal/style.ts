import { styleText } from "node:util";

/** Ways to set words off. Each is the identity where colours are not wanted. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly accent: (text: string) => string;
}

type Format = Parameters<typeof styleText>[0];

/** The style of a terminal that shows colours, or of one that doesn't. */
export function makeStyle(colours: boolean): Style {
  const as =
    (format: Format) =>
    (text: string): string =>
      colours ? styleText(format, text) : text;
  return {
    bold: as("bold"),
    dim: as("dim"),
    good: as("green"),
    warn: as("yellow"),
    bad: as("red"),
    accent: as("cyan"),
  };
}

/** What a stream can show: Node looks at the terminal and at `NO_COLOR` and `FORCE_COLOR`. */
export function styleOf(stream: NodeJS.WriteStream): Style {
  return makeStyle(stream.isTTY && stream.hasColors());
}
