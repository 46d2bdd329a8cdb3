import ipaddr from "ipaddr.js";
import * as z from "zod";

const Destination = z.strictObject({
  /**
   * Where to: an IPv4 network such as 10.20.0.0/16. Required. Of larger networks 169.254.0.0/16 stays closed, where
   * nodes have their credentials.
   */
  cidr: z
    .string()
    .refine((text) => ipaddr.IPv4.isValidCIDRFourPartDecimal(text), "an IPv4 network such as 10.20.0.0/16"),
  /** TCP ports. Required. */
  ports: z.array(z.int().min(1, "1 or more").max(65_535, "65535 or less")).min(1, "one port or more"),
});

const Ceiling = z.strictObject({
  /** Processor cores that all its pods may ask for together. Default: no limit. */
  cpu: z.number().positive("more than 0").optional(),
  /** The same for memory, in GiB. Default: no limit. */
  memoryGiB: z.number().positive("more than 0").optional(),
  /** The same for NVIDIA GPUs; 0 forbids them. Default: no limit. */
  gpus: z.int("a whole number").min(0, "0 or more").optional(),
  /** The same for disk over all volume claims, in GiB. Default: no limit. */
  storageGiB: z.number().positive("more than 0").optional(),
});

/** `kubeflow-platform:tenants`: what every tenant's namespace gets, whoever made the Profile. */
export const TenantsConfig = z.strictObject({
  /**
   * Pod Security Standard that pods of tenants must meet; what does not meet `restricted` is reported to users and in
   * the audit log at any setting. Release 26.03's notebooks, model servers, training jobs and pipeline steps meet
   * `baseline`, as Istio sets up its sidecars by CNI. None of them meets `restricted` without help: it wants
   * `seccompProfile` and `runAsNonRoot` on every container, which Istio's sidecar (its template has a seccompProfile
   * only where Istio is told so), KServe's runtimes and the notebook images don't say. `privileged` refuses nothing.
   * Default: baseline.
   */
  podSecurity: z.enum(["privileged", "baseline", "restricted"]).default("baseline"),
  /**
   * Whether pods of a tenant are reached by, and reach, only what Kubeflow needs: one another, the platform, DNS, and
   * HTTPS anywhere. Tenants may not make NetworkPolicies of their own then, as one of these opens what others close.
   * Needs a network that enforces them: VPC CNI's network policy agent on EKS. Default: true.
   */
  networkPolicies: z.boolean().default(true),
  /** Where pods of tenants may go besides, such as a database or a git server. Default: nowhere. */
  egress: z.array(Destination).default([]),
  /** The most that any tenant may use, whatever its own quota says; a Profile can only allow less. Default: no limit. */
  ceiling: Ceiling.default({}),
  /** What a container asks for that doesn't say so: under a quota Kubernetes would refuse its pod. */
  requests: z
    .strictObject({
      /** Processor cores. Default: 0.1. */
      cpu: z.number().positive("more than 0").default(0.1),
      /** Memory in GiB. Default: 0.25. */
      memoryGiB: z.number().positive("more than 0").default(0.25),
    })
    .prefault({}),
});

/** See the schema of the same name. */
export type TenantsConfig = z.output<typeof TenantsConfig>;
