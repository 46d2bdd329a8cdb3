import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import type { Json, JsonObject } from "./json";

/**
 * Stands for a value that is not known yet, in previews only.
 *
 * The engine has one such text for each type of value; the kit reads all of them as this one.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const unknowns: ReadonlySet<string> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** True if the value is {@link UNKNOWN} or has one anywhere inside. */
export function containsUnknown(value: Json | undefined): boolean {
  if (typeof value === "string") {
    return value === UNKNOWN;
  }
  if (Array.isArray(value)) {
    return value.some(containsUnknown);
  }
  return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/**
 * Marks a value in what a handler returns as secret: the engine encrypts it in the state.
 *
 * Needed only for what the provider itself makes up (passwords) or reads (imports): what the program
 * marked as secret in its inputs stays secret in inputs and outputs without the handler's help.
 */
export function secret(value: Json): JsonObject {
  return { [signatureKey]: secretSignature, value };
}

/** The properties of a message as plain JSON; secrets are unwrapped, unknowns are {@link UNKNOWN}. */
export function fromStruct(struct: Struct | undefined): JsonObject {
  const entries: [string, Json][] = [];
  struct?.getFieldsMap().forEach((value, key) => {
    entries.push([key, fromValue(value)]);
  });
  return Object.fromEntries(entries);
}

function fromValue(value: Value): Json {
  switch (value.getKindCase()) {
    case Value.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case Value.KindCase.STRING_VALUE: {
      const text = value.getStringValue();
      return unknowns.has(text) ? UNKNOWN : text;
    }
    case Value.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case Value.KindCase.LIST_VALUE:
      return value.getListValue()?.getValuesList().map(fromValue) ?? [];
    case Value.KindCase.STRUCT_VALUE: {
      const object = fromStruct(value.getStructValue());
      return object[signatureKey] === secretSignature ? (object.value ?? null) : object;
    }
    case Value.KindCase.NULL_VALUE:
    case Value.KindCase.KIND_NOT_SET:
      return null;
  }
}

/** Plain JSON as the properties of a message. */
export function toStruct(object: JsonObject): Struct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  for (const [key, value] of Object.entries(object)) {
    fields.set(key, toValue(value));
  }
  return struct;
}

function toValue(json: Json): Value {
  const value = new Value();
  if (json === null) {
    value.setNullValue(NullValue.NULL_VALUE);
  } else if (typeof json === "string") {
    value.setStringValue(json);
  } else if (typeof json === "number") {
    value.setNumberValue(json);
  } else if (typeof json === "boolean") {
    value.setBoolValue(json);
  } else if (Array.isArray(json)) {
    value.setListValue(new ListValue().setValuesList(json.map(toValue)));
  } else {
    value.setStructValue(toStruct(json));
  }
  return value;
}
