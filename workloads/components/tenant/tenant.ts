import * as budgets from "@pulumi/aws/budgets";
import * as eks from "@pulumi/aws/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { tenantPrefixes } from "../../spec/tenant-prefix";
import { type Quota, type TenantHandle, tenantAccount } from "../../spec/tenant";
import { budgetInputs } from "./budget";
import { checkTenant } from "./checks";
import { contributorObjects } from "./contributors";
import { DataGuard } from "./data-guard";
import { flowsPolicy } from "./flows";
import { podDefaultSpec } from "./pod-defaults";
import { simulatedRoom } from "./simulated-room";
import type { TenantArgs } from "./tenant-args";
import { defaultRequests, profileSpec, readiness } from "./tenant-spec";
import { makeClaims, makeModelsVolume } from "./tenant-volumes";

/**
 * A team's or a person's room: a Profile, and with it a namespace, its service accounts, roles and quota; who works in
 * it, its volumes, what its pods may be given and whom they may talk to; on AWS its role and its budget.
 *
 * The namespace is made by the profile controller, not here, and what goes into it waits until the controller has
 * finished its first round. Making it beforehand is possible (the controller adopts a namespace whose annotation
 * `owner` is the Profile's owner; profile_controller.go of v1.10.0), but an adopted namespace never gets the label
 * `istio-injection` nor the Profile as its owner, so its pods would run outside the mesh and deleting the Profile
 * would leave it behind. Where the cluster is simulated nobody else can make it: there it is made here, with the
 * annotation that lets a profile controller take over, should one ever join.
 *
 * What every tenant gets alike comes from the platform, wherever a Profile appears: the queue `default`, the
 * configuration of pipelines, the NetworkPolicy that closes everything.
 *
 * It is removed only where it holds nothing that would be lost, or `dataMayBeLost` says that it may.
 *
 * Needs providers of Kubernetes, of `kubeflow-workloads` and, on AWS, of AWS: `{ providers: workloadProviders(platform) }`.
 */
export class Tenant extends pulumi.ComponentResource implements TenantHandle {
  /** The tenant's name, which is its namespace's name too. */
  readonly name: string;
  /** The tenant's namespace; known once things can be put into it, and pods that start in it get what they should. */
  readonly namespace: pulumi.Output<string>;
  /** The most that it may use. */
  readonly quota: Quota;

  /** What the guard has to outlive: all that is made here. */
  private readonly made: pulumi.Resource[] = [];

  /**
   * @param name the tenant's name, which is its namespace's name too
   * @throws UserError where the name can't be a namespace or belongs to the platform, or a setting can't work
   */
  constructor(name: string, args: TenantArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTenant(name, args, args.platform);
    super("kubeflow:workloads:Tenant", name, {}, opts);
    this.requireProviders(name, args.platform);
    this.name = name;
    this.quota = args.quota ?? {};
    const { platform, contributors = [] } = args;

    const models = this.keep(...makeModelsVolume(name, args, this));
    const { profile, room } = this.makeRoom(name, args, models);
    for (const contributor of contributors) {
      const { roleBinding, authorizationPolicy } = contributorObjects(name, contributor);
      const id = `${name}/${roleBinding.metadata.name}`;
      const metadata = { ...roleBinding.metadata, namespace: room };
      this.keep(new k8s.rbac.v1.RoleBinding(id, { ...roleBinding, metadata }, { parent: this }));
      this.keep(
        new k8s.apiextensions.CustomResource(id, { ...authorizationPolicy, metadata }, { parent: this }),
      );
    }
    this.keep(...makeClaims(name, args, { room, profile }, this));
    const requests = defaultRequests(args.quota);
    const platformHasDefaults = platform.tenants.objects.some(({ kind }) => kind === "LimitRange");
    if (requests !== undefined && !platformHasDefaults) {
      const metadata = { name: "default-requests", namespace: room };
      this.keep(new k8s.core.v1.LimitRange(name, { metadata, spec: requests }, { parent: this }));
    }
    const before = [...this.makeFlows(name, args, room), ...this.makePodDefaults(name, args, room)];
    const identity = this.makeIdentity(name, platform);
    if (args.budget !== undefined) {
      const inputs = budgetInputs(name, platform.cluster.name, args.budget);
      this.keep(new budgets.Budget(name, inputs, { parent: this }));
    }
    // Pods get their role, and what PodDefaults give, when they start: so these come before any pod.
    this.namespace = pulumi.all([room, identity, ...before]).apply(([namespace = name]) => namespace);

    new DataGuard(
      name,
      {
        tenant: name,
        dataMayBeLost: args.dataMayBeLost ?? platform.cluster.simulated,
        staying: tenantPrefixes(name, platform),
        after: pulumi.output(args.contents).apply(() => ""),
      },
      { parent: this, dependsOn: this.made },
    );
    this.registerOutputs({ namespace: this.namespace });
  }

  /** The Profile and all that comes with it; the namespace, once things can be put into it. */
  private makeRoom(name: string, args: TenantArgs, models: readonly pulumi.Resource[]) {
    const { platform, owner, quota } = args;
    const simulated = platform.cluster.simulated
      ? simulatedRoom(name, owner, platform.tenants, this)
      : undefined;
    const profile = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "kubeflow.org/v1",
        kind: "Profile",
        metadata: { name, ...readiness(platform.cluster) },
        spec: profileSpec(owner, quota),
      },
      {
        parent: this,
        // Order of deletion: the Profile, whose controller still has things to revoke, before the namespace; and before
        // a volume, which Kubernetes only lets go once its claim went with the namespace.
        dependsOn: [...(simulated === undefined ? [] : [simulated.namespace]), ...models],
      },
    );
    this.keep(profile, ...(simulated?.all ?? []));
    const room = pulumi
      .all([profile.metadata.name, ...(simulated?.accounts.map((account) => account.metadata.name) ?? [])])
      .apply(([namespace]) => namespace ?? name);
    return { profile, room };
  }

  private makeFlows(name: string, args: TenantArgs, room: pulumi.Output<string>): pulumi.Output<string>[] {
    const spec = flowsPolicy(args);
    if (spec === undefined) {
      return [];
    }
    const metadata = { name: "tenant-flows", namespace: room };
    const policy = new k8s.networking.v1.NetworkPolicy(name, { metadata, spec }, { parent: this });
    this.keep(policy);
    return [policy.metadata.name];
  }

  private makePodDefaults(
    name: string,
    args: TenantArgs,
    room: pulumi.Output<string>,
  ): pulumi.Output<string>[] {
    return (args.podDefaults ?? []).map((one) => {
      const podDefault = new k8s.apiextensions.CustomResource(
        `${name}/${one.name}`,
        {
          apiVersion: "kubeflow.org/v1alpha1",
          kind: "PodDefault",
          metadata: { name: one.name, namespace: room },
          spec: podDefaultSpec(one),
        },
        { parent: this },
      );
      this.keep(podDefault);
      return podDefault.metadata.name;
    });
  }

  /**
   * On AWS: gives the tenant's pods infra's one role of all tenants, which EKS holds to the tenant's own prefixes of S3
   * by the tag of its namespace. Session tags are what that tells by, so they stay on.
   */
  private makeIdentity(name: string, { aws, cluster }: PlatformOutputs): pulumi.Input<string> {
    if (aws === undefined) {
      return name;
    }
    const association = new eks.PodIdentityAssociation(
      name,
      {
        clusterName: cluster.name,
        namespace: name,
        serviceAccount: tenantAccount,
        roleArn: aws.tenantRoleArn,
      },
      { parent: this },
    );
    this.keep(association);
    return association.namespace;
  }

  private keep(...resources: pulumi.Resource[]): pulumi.Resource[] {
    this.made.push(...resources);
    return resources;
  }

  /**
   * Not before the component is registered, as only then it knows the providers of its parent; still nothing of the
   * tenant has been made.
   */
  private requireProviders(name: string, { aws }: PlatformOutputs): void {
    const wanted = ["kubernetes", "kubeflow-workloads", ...(aws === undefined ? [] : ["aws"])];
    const missing = wanted.filter((plugin) => this.getProvider(`${plugin}:index:Any`) === undefined);
    if (missing.length > 0) {
      throw new UserError(
        `tenant "${name}" has no provider of ${missing.join(", ")}, and would ask whatever this machine is set up for`,
        "give it the option { providers: workloadProviders(platform) }",
      );
    }
  }
}
