import type * as pulumi from "@pulumi/pulumi";
import type { PlatformOutputs } from "../../../contract";
import type { Quota } from "../../spec/tenant";

/** Somebody who works in a tenant beside its owner. */
export interface Contributor {
  /** E-mail address as the identity provider reports it, in its spelling. */
  readonly email: string;
  /**
   * `edit`: works in all pages of the tenant as its owner does, but names no contributors. `view`: looks on. The
   * dashboard's page of contributors lists and removes those who edit; it knows of no others. Default: edit.
   */
  readonly role?: "edit" | "view" | undefined;
}

/** A volume that many pods of a tenant read and write at a time, on the platform's shared file system. */
export interface SharedVolume {
  /** Name of the claim. Default: shared. */
  readonly name?: string | undefined;
  /**
   * What the claim asks for, in GiB. EFS grows by itself and knows no limit; a quota on storage counts it.
   * Default: 1. EFS costs by what is in it, about 0.30 USD a GiB and month, less for what is rarely read.
   */
  readonly sizeGiB?: number | undefined;
}

/** A volume that pods of one node mount at a time, on the platform's block storage. */
export interface PrivateVolume {
  /** Name of the claim. */
  readonly name: string;
  /** Size in GiB; it can grow and never shrink. On AWS gp3, about 0.08 USD a GiB and month, used or not. */
  readonly sizeGiB: number;
}

/** A tenant's folder of the models bucket as a volume. */
export interface ModelsVolume {
  /** Name of the claim. Default: models. */
  readonly name?: string | undefined;
}

/** Things that pods of a tenant can be given by a label; people tick them when they start a notebook. */
export interface PodDefault {
  /** Its name, and that of the label: a pod with `<name>: "true"` gets it. */
  readonly name: string;
  /** What people read in the notebook spawner. */
  readonly description: string;
  /** Environment variables. Never secrets: whoever may look into the tenant reads them. Default: none. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Names of Secrets of the tenant whose keys become environment variables. Default: none. */
  readonly secrets?: readonly string[] | undefined;
  /** Folder → name of the claim that is mounted there. Default: none. */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
  /** Labels of the pod. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Annotations of the pod. Default: none. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** The other end of a {@link EgressFlow} or {@link IngressFlow}: exactly one of `cidr` and `tenant`. */
export interface FlowEnd {
  /**
   * An IPv4 network such as 10.20.0.0/16. Of larger networks 169.254.0.0/16 stays closed, where nodes have their
   * credentials.
   */
  readonly cidr?: string | undefined;
  /**
   * Name of another tenant, all of whose pods are meant; that one has to open the other direction. Between pods with
   * Istio's sidecar this is not enough, as they reach no other tenant but through a gateway.
   */
  readonly tenant?: string | undefined;
  /** Ports as pods have them, not as a Service shows them. */
  readonly ports: readonly number[];
  /** Default: TCP. */
  readonly protocol?: "TCP" | "UDP" | undefined;
}

/** Connections that pods of a tenant may open, beside those that the platform lets all tenants open. */
export interface EgressFlow {
  /** Where to. */
  readonly to: FlowEnd;
}

/** Connections that pods of a tenant take, beside those that all tenants' pods take. */
export interface IngressFlow {
  /** From where; the ports are those of the tenant's own pods. */
  readonly from: FlowEnd;
}

/** Mail before a tenant's bill is a surprise. */
export interface TenantBudget {
  /** Limit of a month in US dollars; mail goes out at 50, 80 and 100 % spent and when 100 % are forecast. */
  readonly monthlyUsd: number;
  /** Who gets the mail: one to ten addresses. */
  readonly notify: readonly string[];
  /**
   * The tag of AWS by which costs are the tenant's; everything counts that carries it with this value. It has to be
   * activated as a cost allocation tag in Billing of the account that pays, by hand, at most a day after its first
   * use; until then the budget counts zero.
   *
   * Default: `kubernetes.io/created-for/pvc/namespace` with the tenant's name, which the EBS CSI driver writes on
   * volumes: what the tenant's own disks cost. For nodes, name a tag of a pool that only this tenant uses. Shared
   * nodes can't be budgeted by namespace: AWS has that split in Cost and Usage Reports alone, neither in Cost Explorer
   * nor in Budgets ("Enabling split cost allocation data", AWS Data Exports user guide).
   */
  readonly tag?: { readonly key: string; readonly value: string } | undefined;
}

/** What makes one tenant different from others. */
export interface TenantSettings {
  /**
   * Who owns it: the e-mail address that the identity provider reports, in its spelling. Fixed for the tenant's
   * life: the profile controller adopts the namespace by this name and refuses any other.
   */
  readonly owner: string;
  /**
   * Who else works in it. They are what the dashboard's own access management makes, so that the dashboard shows those
   * who edit and can remove them, until the next `up --refresh`. Default: nobody.
   */
  readonly contributors?: readonly Contributor[] | undefined;
  /** The most that all pods of the tenant may ask for together. Default: no limit. */
  readonly quota?: Quota | undefined;
  /** A volume for many pods at a time; needs the platform's shared storage class. Default: none. */
  readonly sharedVolume?: SharedVolume | undefined;
  /**
   * Volumes for one node at a time. One that is taken out of the program stays in the cluster with what is in it,
   * and costs, until somebody deletes its claim or the tenant goes. Default: none.
   */
  readonly privateVolumes?: readonly PrivateVolume[] | undefined;
  /**
   * The tenant's folder of the models bucket as a volume to read, by Mountpoint for S3: only on AWS, and only in pods
   * of service account `default-editor`, by whose role it is mounted. What counts is reads of S3. Default: none.
   */
  readonly modelsVolume?: ModelsVolume | undefined;
  /** Choices of the notebook spawner beside the platform's. Default: none. */
  readonly podDefaults?: readonly PodDefault[] | undefined;
  /** Connections to open beside the platform's. Default: none. */
  readonly egress?: readonly EgressFlow[] | undefined;
  /** Connections to take beside the platform's. Default: none. */
  readonly ingress?: readonly IngressFlow[] | undefined;
  /** Mail about what the tenant costs; only on AWS. Costs nothing itself. Default: none. */
  readonly budget?: TenantBudget | undefined;
}

/** What a tenant is made from. */
export interface TenantArgs extends TenantSettings {
  /** The platform that carries it: what `readPlatform()` gives. */
  readonly platform: PlatformOutputs;
  /**
   * Whether the tenant may be removed while it holds volumes, notebooks, models or unfinished runs. What counts is what
   * the last `up` said: set it, run `up`, then remove the tenant. Default: only where pods are simulated, as nothing
   * has ever been written there.
   */
  readonly dataMayBeLost?: boolean | undefined;
  /**
   * What the same program puts into the tenant: outputs of it, or a promise of them, as it is made after the tenant
   * (`later()`). Where the tenant is removed with it, the tenant's data is asked for before any of it goes. Default:
   * nothing, and then what depends on the tenant by a longer chain than the tenant's own parts goes first.
   */
  readonly contents?: pulumi.Input<readonly pulumi.Input<object>[]> | undefined;
}
