/** The conversions of objects between definitions. */
import type { DefinitionChange } from "../compare";
import type { Conversion } from "./conversion";
import { trainJobConversions } from "./train-job";

export type { Conversion } from "./conversion";

const conversions: readonly Conversion[] = [...trainJobConversions];

/** The conversions of a definition's objects, whatever way. */
export function conversionsOfKind(definition: string): readonly Conversion[] {
  return conversions.filter((conversion) => conversion.definition === definition);
}

/** What objects go through where a definition changes: conversions of fields that it loses. */
export function conversionsOf(change: DefinitionChange): readonly Conversion[] {
  const lost = new Set(change.lostFields.map(({ path }) => path));
  return conversionsOfKind(change.name).filter((conversion) =>
    conversion.lost.some((path) => lost.has(path)),
  );
}
