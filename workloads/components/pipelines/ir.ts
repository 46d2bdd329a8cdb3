import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { at, isObject, type JsonObject, objectOf, textOf } from "../../../plugin/json";
import { imageOf } from "../../spec/image";
import { isBelow, tenantFolders } from "../../spec/tenant-prefix";
import type { CompiledPipeline } from "./compiled-pipeline";

/** What becomes of a compiled pipeline when it is put into a tenant's namespace. */
export interface Fitting {
  /** Who asks, for messages: `Pipeline "name"`. */
  readonly owner: string;
  /** The namespace, which is the tenant's name. */
  readonly namespace: string;
  readonly platform: Pick<PlatformOutputs, "images" | "objectStorage">;
  /** Whether tasks take results from KFP's cache. Default: as the Python says of each task. */
  readonly caching?: boolean | undefined;
  /** Where artifacts go. Default: what the Python says, else the tenant's prefix. */
  readonly pipelineRoot?: string | undefined;
}

/**
 * A compiled pipeline as this environment has it: images through its map, artifacts below the tenant's prefix, and the
 * cache as asked for.
 *
 * @throws UserError for an image outside of the image map, and for a root outside of the tenant's prefix
 */
export function fit(compiled: CompiledPipeline, fitting: Fitting): CompiledPipeline {
  const { caching } = fitting;
  const spec: JsonObject = { ...compiled.pipelineSpec };
  const root = pipelineRoot(textOf(spec.defaultPipelineRoot), fitting);
  const cached = caching === undefined ? spec : withCaching(spec, caching);
  return {
    ...compiled,
    pipelineSpec: {
      ...withImages(cached, fitting),
      ...(root !== undefined && { defaultPipelineRoot: root }),
    },
  };
}

/**
 * Where a pipeline's artifacts go, held against the tenant's prefix; undefined leaves it to the namespace's own
 * setting, as does the store inside of the cluster, which has no prefixes that anybody enforces.
 *
 * @param compiled what the Python says; empty where it says nothing
 * @throws UserError for a place outside of the prefix, where the tenant's role may not write
 */
export function pipelineRoot(
  compiled: string,
  { owner, namespace, platform, pipelineRoot: wanted }: Omit<Fitting, "caching">,
): string | undefined {
  const said = wanted ?? (compiled === "" ? undefined : compiled);
  const prefix = tenantFolders(namespace, platform)?.artifacts;
  if (prefix === undefined) {
    return said;
  }
  const root = said ?? `${prefix}pipelines`;
  if (!isBelow([prefix], root)) {
    throw new UserError(
      `${owner}: pipeline root ${root} is outside of what tenant "${namespace}" may write, ${prefix}…`,
      `choose one below ${prefix}, or leave it out for ${prefix}pipelines`,
    );
  }
  return root;
}

function withImages(spec: JsonObject, { owner, platform }: Fitting): JsonObject {
  const deployment = objectOf(spec.deploymentSpec);
  const mapped = (image: string, executor: string): string => {
    if (!image.includes("{{")) {
      return imageOf(owner, image, platform);
    }
    // Known when the task runs: nobody could say where it comes from.
    const { registries, mirror } = platform.images;
    if (Object.keys(registries).length > 0 || mirror !== undefined) {
      throw new UserError(
        `${owner}: ${executor} takes its image from a parameter, which can't be held against the environment's image map`,
        "name the image in the component (base_image)",
      );
    }
    return image;
  };
  const executors = mapValues(objectOf(deployment.executors), (executor, name) => {
    const image = at(executor, "container", "image");
    if (typeof image !== "string") {
      return executor;
    }
    return {
      ...executor,
      container: { ...objectOf(executor.container), image: mapped(image, name) },
    };
  });
  return spec.deploymentSpec === undefined ? spec : { ...spec, deploymentSpec: { ...deployment, executors } };
}

function withCaching(spec: JsonObject, enableCache: boolean): JsonObject {
  const cachingOptions: JsonObject = enableCache ? { enableCache } : {};
  const ofComponent = (component: JsonObject): JsonObject => {
    if (!isObject(component.dag)) {
      return component;
    }
    const tasks = mapValues(objectOf(component.dag.tasks), (task) => ({ ...task, cachingOptions }));
    return { ...component, dag: { ...component.dag, tasks } };
  };
  return {
    ...spec,
    ...(spec.components !== undefined && { components: mapValues(objectOf(spec.components), ofComponent) }),
    root: ofComponent(objectOf(spec.root)),
  };
}

function mapValues(object: JsonObject, change: (value: JsonObject, key: string) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, isObject(value) ? change(value, key) : value]),
  );
}
