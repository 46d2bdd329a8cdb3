/** What can stand in a place of a template; nothing for undefined and false. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/** A piece of HTML that can stand in another as it is. Only {@link html} and {@link trusted} make some. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML shows it, between tags and inside of quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * A template in which every value is escaped that is no HTML itself.
 *
 * @throws Error for a value in the place of an attribute's without quotes, where escaping is not enough
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const parts = values.map((value, i) => {
    if (/=\s*$/.test(strings[i] ?? "")) {
      throw new Error(`an attribute without quotes: ${strings[i] ?? ""}`);
    }
    return (strings[i] ?? "") + render(value);
  });
  return new Html(parts.join("") + (strings.at(-1) ?? ""));
}

/** A text of this program's own that is HTML, a style sheet or a script: never anything from outside. */
export function trusted(text: string): Html {
  return new Html(text);
}

function render(value: Content): string {
  if (value === undefined || value === false) {
    return "";
  }
  if (value instanceof Html) {
    return value.toString();
  }
  return typeof value === "object" ? value.map(render).join("") : escape(String(value));
}
