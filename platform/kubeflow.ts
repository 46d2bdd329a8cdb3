import * as pulumi from "@pulumi/pulumi";
import {
  type CrdReference,
  type KubeflowProvider,
  type Manifest,
  type ReadinessGate,
  type RegisteredManifests,
  registerManifests,
  type Rendered,
} from "../manifests";
import type { Addon } from "./addons";
import { chartRelease } from "./addons/release";
import type { Credentials } from "./auth/credentials";
import { upstreamLiterals } from "./auth/literals";
import type { Component } from "./components";
import { objectsOf, renderedOf } from "./objects";
import type { Context, PartName } from "./part";
import { type AnyPart, isAddon } from "./parts";

/** Arguments of {@link Kubeflow}. */
export interface KubeflowArgs {
  readonly context: Context;
  readonly credentials: Credentials;
  /** What to install, each part after those that it requires. */
  readonly parts: readonly AnyPart[];
  /** The release's rendered kustomizations by their folder. */
  readonly rendered: ReadonlyMap<string, Rendered>;
  /** Definitions of the add-ons' charts by the add-on's name. */
  readonly chartCrds: ReadonlyMap<PartName, readonly CrdReference[]>;
  /** Provider of Kubernetes objects. */
  readonly kubernetes: pulumi.ProviderResource;
  /** Provider of CRD bundles and gates. */
  readonly kubeflow: KubeflowProvider;
}

/** All of Kubeflow and what is beside it: a component resource for each part, started when what it requires is ready. */
export class Kubeflow extends pulumi.ComponentResource {
  /**
   * The release, once all of it is there. A run that is stopped halfway so leaves the one before in the stack's outputs,
   * and the one that it was bringing in the inputs of this component: the command line tells from both what is going on.
   */
  readonly release: pulumi.Output<string>;

  constructor(name: string, args: KubeflowArgs, options?: pulumi.ComponentResourceOptions) {
    const { release } = args.context.config;
    super("kubeflow:platform:Kubeflow", name, { release }, options);
    const gates = new Map<PartName, ReadinessGate>();
    // All of them before the first is registered: a mistake that can be known leaves nothing half made.
    const installing = { ...args, objects: objectsOf(args), gates };
    const last: pulumi.Resource[] = [];
    for (const part of args.parts) {
      const installed = isAddon(part)
        ? new AddonPart(part, installing, { parent: this })
        : new KubeflowComponent(part, installing, { parent: this });
      gates.set(part.name, installed.registered.ready);
      last.push(...installed.registered.last);
    }
    this.release = pulumi.all(last.map(({ urn }) => urn)).apply(() => release);
    this.registerOutputs({});
  }
}

interface PartArgs extends KubeflowArgs {
  /** Every part's objects as they are applied. */
  readonly objects: ReadonlyMap<PartName, readonly Manifest[]>;
  /** Gates of the parts that were registered before. */
  readonly gates: ReadonlyMap<PartName, ReadinessGate>;
}

/** One component: its objects after the transforms, its CRDs, and the gate that others wait for. */
class KubeflowComponent extends pulumi.ComponentResource {
  readonly registered: RegisteredManifests;

  constructor(component: Component, args: PartArgs, options: pulumi.ComponentResourceOptions) {
    super("kubeflow:platform:Component", component.name, {}, options);
    const { context } = args;
    const { crds } = renderedOf(component, args);
    const manifests = args.objects.get(component.name) ?? [];
    const overrides = component.overrides?.(context, args.credentials) ?? {};
    const literals = upstreamLiterals(manifests, overrides);
    if (literals.length > 0) {
      throw new Error(
        `release ${context.config.release} ships credentials of its own which component ${component.name} does not replace: ${literals.join(", ")}`,
      );
    }
    const named = (kind: string) =>
      context.infra.cluster.simulated
        ? []
        : manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
    this.registered = registerManifests(component.name, {
      ...registration(component, args, this),
      crds,
      manifests,
      overrides,
      webhooks: {
        validating: named("ValidatingWebhookConfiguration"),
        mutating: named("MutatingWebhookConfiguration"),
      },
    });
    this.registerOutputs({});
  }
}

/** One add-on: its definitions, its chart where pods run, and our objects beside it. */
class AddonPart extends pulumi.ComponentResource {
  readonly registered: RegisteredManifests;

  constructor(addon: Addon, args: PartArgs, options: pulumi.ComponentResourceOptions) {
    super("kubeflow:platform:Addon", addon.name, {}, options);
    const { context } = args;
    const { simulated } = context.infra.cluster;
    const definitions = args.chartCrds.get(addon.name) ?? [];
    const inRelease = !simulated && addon.chart.definitions === "release";
    this.registered = registerManifests(addon.name, {
      ...registration(addon, args, this),
      crds: inRelease ? [] : definitions,
      installedGroups: inRelease ? definitions.map(({ group }) => group) : [],
      manifests: args.objects.get(addon.name) ?? [],
      overrides: addon.overrides?.(context, args.credentials) ?? {},
      webhooks: simulated ? {} : (addon.webhooks ?? {}),
      offersServed: addon.offersResources ?? false,
      ...(simulated
        ? {}
        : {
            install: (dependsOn) =>
              chartRelease(addon, context, { parent: this, provider: args.kubernetes, dependsOn }),
          }),
    });
    this.registerOutputs({});
  }
}

/** What is the same for components and add-ons. */
function registration(part: AnyPart, args: PartArgs, parent: pulumi.Resource) {
  const { kubernetes, kubeflow, gates, context } = args;
  const before = [...part.requires, ...(part.requiresHere?.(context) ?? []), ...(part.after ?? [])];
  const after = [...new Set(before)].flatMap((name) => gates.get(name) ?? []);
  return { parent, kubernetes, kubeflow, after, servesWebhooks: !context.infra.cluster.simulated };
}
