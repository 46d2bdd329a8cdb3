import { isObject, type Json, type JsonObject, objectOf, arrayOf, textOf } from "../../../plugin";
import { type ApiRequest, ApiError } from "../../provider/dashboard-api";

/** Sends one request; what comes back is the answer's JSON. */
export type Call = (request: ApiRequest) => Promise<JsonObject>;

/** Where the registry's REST API is at the gateway (model-registry 0.3.7, api/openapi/model-registry.yaml). */
const root = "/api/model_registry/v1alpha3";

/** The custom property that says which tenant a model is of; the registry itself knows no tenants. */
export const tenantProperty = "tenant";

/** Something that the registry keeps. */
export interface Entry {
  /** The registry's own number of it, as text. */
  readonly id: string;
  /** Everything that it says about it. */
  readonly content: JsonObject;
}

/** The registry's REST API, as much of it as one version of a model needs. Nothing in it can be deleted. */
export class RegistryApi {
  constructor(private readonly call: Call) {}

  /** The model of this name, archived ones too. */
  async findModel(name: string): Promise<Entry | undefined> {
    return this.#find("registered_model", { name });
  }

  async createModel(content: JsonObject): Promise<Entry> {
    return this.#send("POST", "registered_models", content);
  }

  async updateModel(id: string, content: JsonObject): Promise<Entry> {
    return this.#send("PATCH", `registered_models/${id}`, content);
  }

  /** The version of this name of a model, archived ones too. */
  async findVersion(modelId: string, name: string): Promise<Entry | undefined> {
    return this.#find("model_version", { name, parentResourceId: modelId });
  }

  /** The version with this number. */
  async version(id: string): Promise<Entry | undefined> {
    return this.#find(`model_versions/${id}`, {});
  }

  async createVersion(content: JsonObject): Promise<Entry> {
    return this.#send("POST", "model_versions", content);
  }

  async updateVersion(id: string, content: JsonObject): Promise<Entry> {
    return this.#send("PATCH", `model_versions/${id}`, content);
  }

  /** The artifact of a version that says where its model is. */
  async modelArtifact(versionId: string): Promise<Entry | undefined> {
    const query = { artifactType: "model-artifact" };
    const answer = await this.call({
      method: "GET",
      path: `${root}/model_versions/${versionId}/artifacts`,
      query,
    });
    // A server that doesn't know the query parameter would answer with other artifacts as well.
    const found = arrayOf(answer.items).find(
      (item) => isObject(item) && item.artifactType === query.artifactType,
    );
    return found === undefined ? undefined : entry(objectOf(found));
  }

  async createArtifact(versionId: string, content: JsonObject): Promise<Entry> {
    return this.#send("POST", `model_versions/${versionId}/artifacts`, content);
  }

  async updateArtifact(id: string, content: JsonObject): Promise<Entry> {
    return this.#send("PATCH", `model_artifacts/${id}`, content);
  }

  async #find(path: string, query: Readonly<Record<string, string>>): Promise<Entry | undefined> {
    try {
      return entry(await this.call({ method: "GET", path: `${root}/${path}`, query }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async #send(method: "POST" | "PATCH", path: string, body: JsonObject): Promise<Entry> {
    return entry(await this.call({ method, path: `${root}/${path}`, body }));
  }
}

/** A text as the registry takes a custom property. */
export function stringProperty(value: string): JsonObject {
  return { metadataType: "MetadataStringValue", string_value: value };
}

/** A custom property's text; undefined where there is none of this name. */
export function propertyOf({ content }: Entry, name: string): string | undefined {
  const value: Json | undefined = objectOf(objectOf(content.customProperties)[name]).string_value;
  return typeof value === "string" ? value : undefined;
}

function entry(content: JsonObject): Entry {
  const id = textOf(content.id);
  if (id === "") {
    throw new Error("the Model Registry answered with something that has no id");
  }
  return { id, content };
}
