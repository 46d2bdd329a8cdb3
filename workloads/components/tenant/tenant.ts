import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { objectsOf, type PlatformOutputs, type TenantObject } from "../../../contract";
import { checkTenantName, defaultRequests, profileSpec, simulatedNamespace } from "./tenant-spec";
import type { Quota, TenantHandle } from "../../spec/tenant";

/** What a {@link Tenant} is made from. */
export interface TenantArgs {
  /**
   * Who owns it: the e-mail address that the identity provider reports, in its spelling. Fixed for the tenant's
   * life: the profile controller adopts the namespace by this name and refuses any other.
   */
  readonly owner: string;
  /** The most that all pods of the tenant may ask for together. Default: no limit. */
  readonly quota?: Quota | undefined;
  /** The platform that carries it: what `readPlatform()` gives. */
  readonly platform: PlatformOutputs;
}

/**
 * A team's or a person's room: a Profile, and with it a namespace, its service accounts, roles and quota.
 *
 * The namespace is made by the profile controller, not here, and what goes into it waits until the controller has
 * finished its first round. Making it beforehand is possible (the controller adopts a namespace whose annotation
 * `owner` is the Profile's owner; profile_controller.go of v1.10.0), but an adopted namespace never gets the label
 * `istio-injection` nor the Profile as its owner, so its pods would run outside the mesh and deleting the Profile
 * would leave it behind. Where the cluster is simulated nobody else can make it: there it is made here, with the
 * annotation that lets a profile controller take over, should one ever join.
 */
export class Tenant extends pulumi.ComponentResource implements TenantHandle {
  /** The tenant's name, which is its namespace's name too. */
  readonly name: string;
  /** The tenant's namespace; known once things can be put into it. */
  readonly namespace: pulumi.Output<string>;
  /** The most that it may use. */
  readonly quota: Quota;

  /**
   * @param name the tenant's name, which is its namespace's name too
   * @throws UserError where the name can't be a namespace or belongs to the platform
   */
  constructor(name: string, args: TenantArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTenantName(name);
    super("kubeflow:workloads:Tenant", name, {}, opts);
    this.name = name;
    this.quota = args.quota ?? {};

    const made = args.platform.cluster.simulated ? this.makeNamespace(name, args) : undefined;
    const profile = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "kubeflow.org/v1",
        kind: "Profile",
        metadata: { name, ...readiness(args.platform.cluster.simulated) },
        spec: profileSpec(args.owner, args.quota),
      },
      // Order of deletion: the Profile, whose controller still has things to revoke, before the namespace.
      { parent: this, ...(made === undefined ? {} : { dependsOn: made.namespace }) },
    );
    this.namespace = pulumi
      .all([profile.metadata.name, ...(made?.accounts.map((account) => account.metadata.name) ?? [])])
      .apply(([namespace]) => namespace ?? name);

    const requests = defaultRequests(args.quota);
    const platformHasDefaults = args.platform.tenants.objects.some(({ kind }) => kind === "LimitRange");
    if (requests !== undefined && !platformHasDefaults) {
      new k8s.core.v1.LimitRange(
        name,
        { metadata: { name: "default-requests", namespace: this.namespace }, spec: requests },
        { parent: this },
      );
    }
    this.registerOutputs({ namespace: this.namespace });
  }

  private makeNamespace(name: string, { owner, platform: { tenants: templates } }: TenantArgs) {
    const { metadata, serviceAccounts } = simulatedNamespace(name, owner, templates.labels);
    const namespace = new k8s.core.v1.Namespace(name, { metadata }, { parent: this });
    const accounts = serviceAccounts.map(
      (account) =>
        new k8s.core.v1.ServiceAccount(
          `${name}-${account}`,
          { metadata: { name: account, namespace: namespace.metadata.name } },
          { parent: this },
        ),
    );
    for (const object of objectsOf(templates, name)) {
      new PlatformObject(object, { parent: this, dependsOn: namespace });
    }
    return { namespace, accounts };
  }
}

/** An object of any kind that the platform gives a tenant, `<namespace>/<name>` as the platform's own are called. */
class PlatformObject extends pulumi.CustomResource {
  constructor(object: TenantObject, opts: pulumi.CustomResourceOptions) {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    super(`kubernetes:${group}:${kind}`, `${metadata.namespace}/${metadata.name}`, object, opts);
  }
}

/**
 * The controller adds its finalizer as the last act of a Profile's first round, after the namespace, the service
 * accounts, the roles and the quota: the one mark on a Profile that says that all of them are there.
 */
function readiness(simulated: boolean): { annotations?: Record<string, string> } {
  const finished = "jsonpath={.metadata.finalizers[0]}=profile-finalizer";
  return simulated ? {} : { annotations: { "pulumi.com/waitFor": finished } };
}
