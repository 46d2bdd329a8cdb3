import * as pulumi from "@pulumi/pulumi";
import {
  applyTransforms,
  type KubeflowProvider,
  mapImages,
  normalize,
  type ReadinessGate,
  registerManifests,
  type Rendered,
  type Transform,
} from "../manifests";
import type { Component, ComponentName, Context } from "./components";
import { upstreamLiterals } from "./auth/literals";

/** Arguments of {@link Kubeflow}. */
export interface KubeflowArgs extends Context {
  /** What to install, each component after those that it requires. */
  readonly components: readonly Component[];
  /** The release's rendered kustomizations by their folder. */
  readonly rendered: ReadonlyMap<string, Rendered>;
  /** Provider of Kubernetes objects. */
  readonly kubernetes: pulumi.ProviderResource;
  /** Provider of CRD bundles and gates. */
  readonly kubeflow: KubeflowProvider;
}

/** All of Kubeflow: a component resource for each of its components, started as soon as what it requires is ready. */
export class Kubeflow extends pulumi.ComponentResource {
  constructor(name: string, args: KubeflowArgs, options?: pulumi.ComponentResourceOptions) {
    super("kubeflow:platform:Kubeflow", name, {}, options);
    const common = commonTransforms(args);
    const gates = new Map<ComponentName, ReadinessGate>();
    for (const component of args.components) {
      const installed = new KubeflowComponent(component, { ...args, common, gates }, { parent: this });
      gates.set(component.name, installed.ready);
    }
    this.registerOutputs({});
  }
}

interface KubeflowComponentArgs extends KubeflowArgs {
  readonly common: readonly Transform[];
  /** Gates of the components that were registered before. */
  readonly gates: ReadonlyMap<ComponentName, ReadinessGate>;
}

/** One component: its objects after the transforms, its CRDs, and the gate that others wait for. */
class KubeflowComponent extends pulumi.ComponentResource {
  readonly ready: ReadinessGate;

  constructor(component: Component, args: KubeflowComponentArgs, options: pulumi.ComponentResourceOptions) {
    super("kubeflow:platform:Component", component.name, {}, options);
    const { crds, manifests } = renderedOf(component, args);
    const transformed = applyTransforms(manifests, [...(component.transforms?.(args) ?? []), ...args.common]);
    const overrides = component.overrides?.(args) ?? {};
    const literals = upstreamLiterals(transformed, overrides);
    if (literals.length > 0) {
      throw new Error(
        `release ${args.config.release} ships credentials of its own which component ${component.name} does not replace: ${literals.join(", ")}`,
      );
    }
    this.ready = registerManifests(component.name, {
      crds,
      manifests: transformed,
      overrides,
      parent: this,
      kubernetes: args.kubernetes,
      kubeflow: args.kubeflow,
      after: component.requires.flatMap((required) => args.gates.get(required) ?? []),
      webhooksAnswer: !args.simulated,
    });
    this.registerOutputs({});
  }
}

/** The folder that a component is rendered from under a configuration. */
export function targetOf({ target }: Component, config: Context["config"]): string {
  return typeof target === "string" ? target : target(config);
}

function renderedOf(component: Component, { rendered, config }: KubeflowArgs): Rendered {
  const target = targetOf(component, config);
  const result = rendered.get(target);
  if (result === undefined) {
    throw new Error(`component ${component.name} was not rendered from ${target}`);
  }
  return result;
}

/** What happens to every component's manifests. Which custom resources have no namespace, the CRDs tell. */
function commonTransforms({ rendered, config }: KubeflowArgs): readonly Transform[] {
  const clusterScoped = new Set(
    [...rendered.values()]
      .flatMap(({ crds }) => crds)
      .filter((crd) => !crd.namespaced)
      .map((crd) => `${crd.group}/${crd.kind}`),
  );
  return [...normalize((group, kind) => clusterScoped.has(`${group}/${kind}`)), mapImages(config.images)];
}
