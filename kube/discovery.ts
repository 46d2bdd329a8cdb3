import { arrayOf, at, textOf } from "../plugin/json";
import { isNotFound, UnknownKindError } from "./errors";
import type { Transport } from "./transport";

/** How the API server serves a kind. */
export interface ResourceInfo {
  readonly apiVersion: string;
  readonly kind: string;
  /** The name in URLs, such as `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

interface Loaded {
  /** Loads are numbered in the order in which they began. */
  readonly began: number;
  readonly kinds: Promise<ReadonlyMap<string, ResourceInfo>>;
}

/**
 * Which kinds the server has, one small request a group version, remembered.
 *
 * A kind that isn't known is looked for once more, as its CRD may just have been made; any number of
 * callers that miss a kind at the same time share that one request.
 */
export class Discovery {
  readonly #loaded = new Map<string, Loaded>();
  #count = 0;

  constructor(private readonly transport: Transport) {}

  /**
   * @throws UnknownKindError if the server doesn't have it
   * @throws UserError if the server can't be reached
   */
  async resourceFor(apiVersion: string, kind: string): Promise<ResourceInfo> {
    const asked = this.#count;
    const known = this.#loaded.get(apiVersion);
    const found = (await known?.kinds)?.get(kind);
    if (found !== undefined) {
      return found;
    }
    // Began after this caller asked: another caller's refresh, as good as one of its own.
    const newer = this.#loaded.get(apiVersion);
    const fresh = newer !== undefined && newer.began > asked ? newer : this.#load(apiVersion);
    const refreshed = (await fresh.kinds).get(kind);
    if (refreshed === undefined) {
      throw new UnknownKindError(apiVersion, kind);
    }
    return refreshed;
  }

  #load(apiVersion: string): Loaded {
    const kinds = this.#request(apiVersion);
    const loaded = { began: ++this.#count, kinds };
    this.#loaded.set(apiVersion, loaded);
    // A failed request must not be remembered.
    kinds.catch(() => {
      if (this.#loaded.get(apiVersion) === loaded) {
        this.#loaded.delete(apiVersion);
      }
    });
    return loaded;
  }

  async #request(apiVersion: string): Promise<ReadonlyMap<string, ResourceInfo>> {
    try {
      const list = await this.transport.request("GET", groupPath(apiVersion));
      const resources = arrayOf(list.resources)
        .map((item) => ({
          apiVersion,
          kind: textOf(at(item, "kind")),
          plural: textOf(at(item, "name")),
          namespaced: at(item, "namespaced") === true,
        }))
        // The others are subresources: pods/log, deployments/scale.
        .filter(({ plural }) => !plural.includes("/"));
      return new Map(resources.map((resource) => [resource.kind, resource]));
    } catch (error) {
      if (isNotFound(error)) {
        return new Map();
      }
      throw error;
    }
  }
}

/** Where the server keeps a group version: `/api/v1`, `/apis/apps/v1`. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
