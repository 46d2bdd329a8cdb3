import { UserError } from "../../../config/errors";
import { differences, type JsonObject, objectOf, type ProviderHandlers, textOf } from "../../../plugin";
import type { Connection } from "../../provider/connection";
import { asTenant } from "../../provider/as-tenant";
import { type Entry, propertyOf, RegistryApi, stringProperty, tenantProperty } from "./registry-api";

/** What a change of makes another version: the registry's own rules (names), and what people rely on (the rest). */
const fixed = ["model", "version", "tenant", "uri", "format", "formatVersion"];

/**
 * How the provider registers, changes and archives a version of a model, as the tenant (docs/sign-on.md).
 *
 * A version that is registered already under the same names, by the same tenant and with the same artifact, is taken
 * over: one that was archived comes back. The registry deletes nothing, so what is taken out of the program is
 * archived, and read back as gone.
 */
export function modelVersionHandlers(connected: () => Connection): ProviderHandlers {
  const speak = <T>(
    { tenant, audience }: JsonObject,
    signal: AbortSignal,
    action: (registry: RegistryApi) => Promise<T>,
  ): Promise<T> =>
    asTenant(connected(), { namespace: textOf(tenant), audience: textOf(audience) }, signal, (call) =>
      action(new RegistryApi(call)),
    );
  return {
    diff: ({ oldInputs, news }) => ({
      changes: differences(oldInputs, news).map((change) => ({
        ...change,
        replace: fixed.includes(String(change.keys[0])),
      })),
    }),

    create: async ({ inputs, preview, signal }) => {
      if (preview) {
        return { id: "", outputs: inputs };
      }
      return speak(inputs, signal, async (registry) => {
        const model = await ensureModel(registry, inputs);
        const version = await ensureVersion(registry, model, inputs);
        const artifact = await ensureArtifact(registry, version, inputs);
        return {
          id: version.id,
          outputs: { ...inputs, modelId: model.id, versionId: version.id, artifactId: artifact.id },
        };
      });
    },

    update: async ({ id, oldState, news, preview, signal }) => {
      if (!preview) {
        await speak(news, signal, (registry) => registry.updateVersion(id, versionContent(news)));
      }
      const { modelId, artifactId } = oldState;
      return { ...news, modelId: textOf(modelId), versionId: id, artifactId: textOf(artifactId) };
    },

    read: async ({ id, inputs, state, signal }) => {
      if (inputs === undefined) {
        throw new Error("a ModelVersion can't be imported: create it, it takes over a version that is there");
      }
      const version = await speak(inputs, signal, (registry) => registry.version(id));
      if (version === undefined || version.content.state === "ARCHIVED") {
        return undefined;
      }
      const { description, author } = version.content;
      const live = { description: textOf(description), author: textOf(author) };
      return { id, inputs: { ...inputs, ...live }, outputs: { ...state, ...live } };
    },

    delete: ({ id, inputs, log, signal }) =>
      speak(inputs, signal, async (registry) => {
        if ((await registry.version(id)) !== undefined) {
          await registry.updateVersion(id, { ...versionContent(inputs), state: "ARCHIVED" });
          log("info", "archived: the Model Registry deletes nothing");
        }
      }),
  };
}

async function ensureModel(registry: RegistryApi, inputs: JsonObject): Promise<Entry> {
  const name = textOf(inputs.model);
  const tenant = textOf(inputs.tenant);
  const found = await registry.findModel(name);
  if (found === undefined) {
    return registry.createModel({ name, state: "LIVE", customProperties: propertiesOf(inputs) });
  }
  const owner = propertyOf(found, tenantProperty);
  if (owner !== undefined && owner !== tenant) {
    throw new UserError(
      `the Model Registry has a model "${name}" of tenant "${owner}"; names of models are one for all tenants`,
      "give this model another name",
      1,
    );
  }
  return found.content.state === "ARCHIVED" ? registry.updateModel(found.id, { state: "LIVE" }) : found;
}

async function ensureVersion(registry: RegistryApi, model: Entry, inputs: JsonObject): Promise<Entry> {
  const name = textOf(inputs.version);
  const found = await registry.findVersion(model.id, name);
  if (found === undefined) {
    return registry.createVersion({ ...versionContent(inputs), name, registeredModelId: model.id });
  }
  const artifact = await registry.modelArtifact(found.id);
  const uri = textOf(artifact?.content.uri);
  if (artifact !== undefined && uri !== inputs.uri) {
    throw new UserError(
      `version "${name}" of model "${textOf(inputs.model)}" is registered already, as ${uri}`,
      "a version never changes what it stands for: register this one under another version",
      1,
    );
  }
  return registry.updateVersion(found.id, versionContent(inputs));
}

async function ensureArtifact(registry: RegistryApi, version: Entry, inputs: JsonObject): Promise<Entry> {
  const found = await registry.modelArtifact(version.id);
  const content: JsonObject = {
    artifactType: "model-artifact",
    uri: textOf(inputs.uri),
    modelFormatName: textOf(inputs.format),
    state: "LIVE",
    ...(typeof inputs.formatVersion === "string" ? { modelFormatVersion: inputs.formatVersion } : {}),
  };
  return found === undefined
    ? registry.createArtifact(version.id, { ...content, name: textOf(inputs.version) })
    : registry.updateArtifact(found.id, content);
}

/** All that can change about a version; the registry keeps what a PATCH leaves out, so it is always whole. */
function versionContent(inputs: JsonObject): JsonObject {
  return {
    state: "LIVE",
    description: textOf(inputs.description),
    author: textOf(inputs.author),
    customProperties: propertiesOf(inputs, objectOf(inputs.properties)),
  };
}

function propertiesOf(inputs: JsonObject, more: JsonObject = {}): JsonObject {
  const texts = { ...more, [tenantProperty]: textOf(inputs.tenant) };
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, stringProperty(textOf(value))]),
  );
}
