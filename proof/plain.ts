/** A value as JSON has it: what is undefined is left out, as SDKs do here and there don't. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A policy document as a value: services may format its text as they like. */
export function documentOf(text: string | undefined): unknown {
  return JSON.parse(text ?? "null");
}

/** Tags as most APIs take them. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
