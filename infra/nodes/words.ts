/** A list with at most this many words, and how many more there are. */
export function some(words: readonly string[], most = 6): string {
  const rest = words.length - most;
  return rest > 0 ? `${words.slice(0, most).join(", ")} and ${rest} more` : words.join(", ");
}
