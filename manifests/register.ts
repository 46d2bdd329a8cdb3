import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { gatheredBy, isAggregated } from "./aggregation";
import { CrdBundle } from "./crds/bundle";
import type { CrdReference } from "./crds/store";
import { ReadinessGate } from "./gate/gate";
import { replacement } from "./immutable";
import { groupOf, type Manifest, objectKey, qualifiedName } from "./manifest";
import type { KubeflowProvider } from "./provider";
import { toStages } from "./stages";

/** Top-level fields of one object that are only known while the program runs. */
type Fields = Readonly<Record<string, pulumi.Input<Record<string, string>>>>;

/**
 * Such fields, generated credentials say, by object key (`Secret/auth/dex-passwords`). A `*` at the end
 * stands for the hash that kustomize puts behind generated names.
 */
export type Overrides = Readonly<Record<string, Fields>>;

/** What {@link registerManifests} needs. */
export interface RegisterArgs {
  readonly crds: readonly CrdReference[];
  /** API groups whose definitions come with `install` rather than in `crds`. Default: none. */
  readonly installedGroups?: readonly string[];
  readonly manifests: readonly Manifest[];
  /** Fields that take the place of the manifests' own. */
  readonly overrides?: Overrides;
  /** The component that the objects belong to. */
  readonly parent: pulumi.Resource;
  /** Provider of Kubernetes objects. */
  readonly kubernetes: pulumi.ProviderResource;
  /** Provider of CRD bundles and gates. */
  readonly kubeflow: KubeflowProvider;
  /** Gates of the components that this one requires. */
  readonly after: readonly ReadinessGate[];
  /** Webhook configurations that must be able to answer before the gate opens; none where nothing serves them. */
  readonly webhooks: { readonly validating?: readonly string[]; readonly mutating?: readonly string[] };
  /** Whether pods answer the webhooks that convert between versions of `crds`. Default: true. */
  readonly servesWebhooks?: boolean;
  /** Registers what comes with the workloads and is no manifest, such as a Helm release; it depends on what it is given. */
  readonly install?: (dependsOn: pulumi.Resource[]) => pulumi.Resource;
  /**
   * Whether those that wait for it wait for what it serves too, and are deleted before that is. Default: false, for
   * what it serves may need them.
   */
  readonly offersServed?: boolean;
}

/** What comes of {@link registerManifests}. */
export interface RegisteredManifests {
  /** What others wait for. */
  readonly ready: ReadinessGate;
  /** When these are there, all is. */
  readonly last: readonly pulumi.Resource[];
}

/**
 * Registers a component's objects, each a resource of its own, in stages: CRDs and namespaces, then
 * configuration, then Jobs until they are done, then workloads until they are ready, then the gate, then what the
 * component itself serves.
 *
 * CRDs and namespaces wait for nothing, so that all components' are there within the first seconds.
 *
 * @returns the gate that opens when the component is ready, or when what it serves is there; and what comes last
 */
export function registerManifests(name: string, args: RegisterArgs): RegisteredManifests {
  const { crds, parent, kubeflow, webhooks } = args;
  const ownGroups = new Set([...crds.map((crd) => crd.group), ...(args.installedGroups ?? [])]);
  const stages = toStages(args.manifests, ownGroups);
  const stage = (manifests: readonly Manifest[], dependsOn: readonly pulumi.Resource[]) =>
    registerStage(manifests, args, dependsOn);

  const { servesWebhooks = true } = args;
  const bundles =
    crds.length === 0 ? [] : [new CrdBundle(name, { crds, servesWebhooks }, { parent, provider: kubeflow })];
  const namespaces = stage(stages.namespaces, []);
  const configuration = stage(stages.configuration, [...args.after, ...bundles, ...namespaces]);
  // Where there is no configuration to hang on (a lone Deployment), the earlier stages are depended on themselves.
  const configured = [...args.after, ...bundles, ...namespaces, ...configuration];
  const prepared = [...configured, ...stage(stages.preparations, configured)];
  const workloads: pulumi.Resource[] = stage(stages.workloads, prepared);
  const installed = args.install === undefined ? [] : [args.install([...prepared])];
  const gate = new ReadinessGate(
    name,
    {
      contents: digestOf(args),
      validatingWebhooks: webhooks.validating ?? [],
      mutatingWebhooks: webhooks.mutating ?? [],
    },
    {
      parent,
      provider: kubeflow,
      dependsOn: [...prepared, ...workloads, ...installed],
    },
  );
  const served = stage(stages.served, [gate]);
  const ready =
    args.offersServed === true && served.length > 0
      ? new ReadinessGate(
          `${name}-served`,
          { contents: digestOf(args), validatingWebhooks: [], mutatingWebhooks: [] },
          { parent, provider: kubeflow, dependsOn: served },
        )
      : gate;
  return { ready, last: [...served, ready] };
}

/** Registers objects that don't wait for one another, but for aggregated roles, which are to be deleted first. */
function registerStage(
  manifests: readonly Manifest[],
  args: RegisterArgs,
  dependsOn: readonly pulumi.Resource[],
): KubernetesObject[] {
  const registered = new Map<Manifest, KubernetesObject>();
  const underWay = new Set<Manifest>();
  const visit = (manifest: Manifest): KubernetesObject[] => {
    const known = registered.get(manifest);
    if (known !== undefined || underWay.has(manifest)) {
      return known === undefined ? [] : [known]; // two roles that gather each other: either order is as good
    }
    underWay.add(manifest);
    const gathered = isAggregated(manifest) ? gatheredBy(manifest, manifests).flatMap(visit) : [];
    const made = registerObject(manifest, args, [...dependsOn, ...gathered]);
    registered.set(manifest, made);
    return [made];
  };
  return manifests.flatMap(visit);
}

function digestOf({ crds, manifests }: RegisterArgs): string {
  return createHash("sha256")
    .update(JSON.stringify([crds, manifests]))
    .digest("hex");
}

function registerObject(
  manifest: Manifest,
  args: RegisterArgs,
  dependsOn: readonly pulumi.Resource[],
): KubernetesObject {
  return new KubernetesObject(manifest, overridesOf(manifest, args.overrides ?? {}), {
    parent: args.parent,
    provider: args.kubernetes,
    dependsOn: [...dependsOn],
    ...replacement(manifest),
  });
}

/** The overrides that are meant for an object. */
export function overridesOf(manifest: Manifest, overrides: Overrides): Fields {
  const key = objectKey(manifest);
  const generated = key.replace(/-[a-z0-9]{10}$/, "-*");
  return overrides[key] ?? overrides[generated] ?? {};
}

/**
 * One Kubernetes object under the type token that the official provider gives its kind. Its resource name is
 * `<namespace>/<name>`: a public contract, since another name would replace the object.
 */
export class KubernetesObject extends pulumi.CustomResource {
  constructor(manifest: Manifest, overrides: Fields, options: pulumi.CustomResourceOptions) {
    super(
      tokenOf(manifest),
      qualifiedName(manifest),
      "data" in overrides
        ? { ...manifest, stringData: undefined, ...overrides }
        : { ...manifest, ...overrides },
      manifest.kind === "Secret" ? { ...options, additionalSecretOutputs: ["data", "stringData"] } : options,
    );
  }
}

/** The Pulumi type token of an object's kind: `kubernetes:core/v1:Service`, `kubernetes:apps/v1:Deployment`. */
export function tokenOf({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
  return `kubernetes:${groupOf(apiVersion) === "" ? `core/${apiVersion}` : apiVersion}:${kind}`;
}
