import ipaddr from "ipaddr.js";
import * as z from "zod";

const amount = () => z.number().positive("more than 0");
const label = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    "lower-case letters, digits and dashes, 63 characters at most",
  );

/** The most that a tenant may use. */
const Quota = z.strictObject({
  /** Processor cores that all pods of the tenant may ask for together. Default: no limit. */
  cpu: amount().optional(),
  /** The same for memory, in GiB. Default: no limit. */
  memoryGiB: amount().optional(),
  /** The same for NVIDIA GPUs; 0 forbids them. Default: no limit. */
  gpus: z.int("a whole number").nonnegative("0 or more").optional(),
  /** The same for disk over all volume claims, in GiB. Default: no limit. */
  storageGiB: amount().optional(),
});

const Contributor = z.strictObject({
  /** E-mail address as the identity provider reports it, in its spelling. Required. */
  email: z.email("an e-mail address"),
  /**
   * `edit`: works in all pages of the tenant as its owner does, but names no contributors. `view`: looks on; the
   * dashboard's page of contributors doesn't list them. Default: edit.
   */
  role: z.enum(["edit", "view"]).default("edit"),
});

const SharedVolume = z.strictObject({
  /** Name of the claim. Default: shared. */
  name: label.default("shared"),
  /**
   * What the claim asks for, in GiB. EFS grows by itself and knows no limit; a quota on storage counts it. EFS costs by
   * what is in it, about 0.30 USD a GiB and month. Default: 1.
   */
  sizeGiB: amount().default(1),
});

const PrivateVolume = z.strictObject({
  /** Name of the claim. Required. */
  name: label,
  /** Size in GiB; it can grow and never shrink. On AWS about 0.08 USD a GiB and month, used or not. Required. */
  sizeGiB: amount(),
});

const ModelsVolume = z.strictObject({
  /** Name of the claim. Default: models. */
  name: label.default("models"),
});

const PodDefault = z.strictObject({
  /** Its name, and that of the label: a pod with `<name>: "true"` gets it. Required. */
  name: label,
  /** What people read in the notebook spawner. Required. */
  description: z.string().min(1, "a sentence for people"),
  /** Environment variables, by name. Never secrets: whoever may look into the tenant reads them. Default: none. */
  environment: z.record(z.string(), z.string()).optional(),
  /** Names of Secrets of the tenant whose keys become environment variables. Default: none. */
  secrets: z.array(z.string().min(1)).optional(),
  /** Names of claims to mount, by folder. Default: none. */
  volumes: z.record(z.string(), label).optional(),
  /** Labels of the pod. Default: none. */
  labels: z.record(z.string(), z.string()).optional(),
  /** Annotations of the pod. Default: none. */
  annotations: z.record(z.string(), z.string()).optional(),
});

const FlowEnd = z.strictObject({
  /**
   * An IPv4 network such as 10.20.0.0/16. Of larger networks 169.254.0.0/16 stays closed, where nodes have their
   * credentials. Either this or `tenant`. Default: none.
   */
  cidr: z
    .string()
    .refine((text) => ipaddr.IPv4.isValidCIDRFourPartDecimal(text), "an IPv4 network such as 10.20.0.0/16")
    .optional(),
  /**
   * Name of another tenant, all of whose pods are meant; that one has to open the other direction. Pods with Istio's
   * sidecar reach no other tenant but through a gateway, whatever is opened here. Default: none.
   */
  tenant: label.optional(),
  /** Ports as pods have them, not as a Service shows them. Required. */
  ports: z.array(z.int().min(1, "1 or more").max(65_535, "65535 or less")).min(1, "one port or more"),
  /** Of which protocol they are. Default: TCP. */
  protocol: z.enum(["TCP", "UDP"]).default("TCP"),
});

const Budget = z.strictObject({
  /** Limit of a month in US dollars; mail goes out at 50, 80 and 100 % spent and when 100 % are forecast. Required. */
  monthlyUsd: amount(),
  /** E-mail addresses that are written to. Required. */
  notify: z
    .array(z.email("an e-mail address"))
    .min(1, "one address or more")
    .max(10, "AWS writes to ten addresses at most"),
  /**
   * The tag of AWS by which costs are the tenant's. It has to be activated as a cost allocation tag in Billing of the
   * account that pays, once, by hand; until then the budget counts zero. Shared nodes can't be budgeted by namespace:
   * AWS has that split in Cost and Usage Reports alone. Name a tag of nodes that only this tenant uses, or leave it
   * out. Default: `kubernetes.io/created-for/pvc/namespace` with the tenant's name, which its disks carry.
   */
  tag: z
    .strictObject({
      /** Key of the tag. Required. */
      key: z.string().regex(/^(?!aws:)./, "a tag that people or drivers set, not one of aws:"),
      /** Value of the tag. Required. */
      value: z.string(),
    })
    .optional(),
});

/** One entry of `kubeflow-workloads:tenants`. */
export const Tenant = z.strictObject({
  /** The tenant's name and its namespace's. Required. */
  name: z.string().min(1),
  /** E-mail address of who owns it, as the identity provider reports it. Required. */
  owner: z.email("an e-mail address"),
  /**
   * Who else works in it. The dashboard shows those who edit and can remove them; the next `up --refresh` puts back who
   * is named here. Default: nobody.
   */
  contributors: z.array(Contributor).optional(),
  /** The most that it may use. Default: no limits. */
  quota: Quota.default({}),
  /** A volume for many pods at a time; needs the shared storage class, such as EFS. Default: none. */
  sharedVolume: SharedVolume.optional(),
  /**
   * Volumes for one node at a time. One that is taken out here stays in the cluster with what is in it, and costs,
   * until somebody deletes its claim or the tenant goes. Default: none.
   */
  privateVolumes: z.array(PrivateVolume).optional(),
  /**
   * The tenant's folder of the models bucket as a volume to read, by Mountpoint for S3: only on AWS, and only in pods
   * of service account default-editor. Reads cost what S3 takes for requests. Default: none.
   */
  modelsVolume: ModelsVolume.optional(),
  /** Choices of the notebook spawner beside the platform's. Default: none. */
  podDefaults: z.array(PodDefault).optional(),
  /** Connections that its pods may open beside the platform's `tenants.egress`. Default: none. */
  egress: z
    .array(
      z.strictObject({
        /** Where to. Required. */
        to: FlowEnd,
      }),
    )
    .optional(),
  /** Connections that its pods take beside those of the platform. Default: none. */
  ingress: z
    .array(
      z.strictObject({
        /** From where; the ports are those of its own pods. Required. */
        from: FlowEnd,
      }),
    )
    .optional(),
  /** Mail about what the tenant costs; only on AWS. Costs nothing itself. Default: none. */
  budget: Budget.optional(),
});

/** One tenant as configuration describes it. */
export type TenantConfig = z.output<typeof Tenant>;
