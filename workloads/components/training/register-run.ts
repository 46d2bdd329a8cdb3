import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Program, codeConfigMap } from "../../spec/code";
import { type RunArgs, runOptions } from "../../spec/run";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import { runGuards } from "./run-guard";
import type { RunVolume } from "./storage";

/** A run, ready to be registered. */
export interface TrainingRun {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the object. */
  readonly run: string;
  /** Labels of the object. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly spec: object;
  /** Volume claims to make before it. */
  readonly claims: readonly RunVolume[];
  /** What else has to be there before it. */
  readonly after?: readonly pulumi.Resource[] | undefined;
}

/**
 * Registers a run's code, its claims and the run itself, as children of its component: once it is known that no earlier
 * run has its name.
 */
export function registerRun(
  component: pulumi.ComponentResource,
  name: string,
  args: WorkloadArgs & RunArgs & { readonly program: Program },
  { apiVersion, kind, run, labels = {}, spec, claims, after = [] }: TrainingRun,
): pulumi.Output<Workload> {
  const guards = runGuards(component, name, args, { apiVersion, kind, run });
  const options = { ...runOptions(component, args), dependsOn: [...guards] };
  const namespace = namespaceOf(args.tenant);
  const before = [
    codeConfigMap(name, namespace, args.program.files, options),
    ...claims.map((claim) => registerClaim(name, namespace, claim, options)),
    ...after,
  ];
  const metadata = { name: run, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
  const job = new k8s.apiextensions.CustomResource(
    name,
    { apiVersion, kind, metadata, spec },
    { ...options, dependsOn: [...guards, ...before] },
  );
  return workloadOf(job);
}

function registerClaim(
  name: string,
  namespace: pulumi.Input<string>,
  { use, claim, spec, volume }: RunVolume,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const made =
    volume === undefined
      ? undefined
      : new k8s.core.v1.PersistentVolume(
          `${name}-${use}`,
          { metadata: { name: volume.name }, spec: volume.spec },
          options,
        );
  return new k8s.core.v1.PersistentVolumeClaim(
    `${name}-${use}`,
    {
      // A class that waits for the first pod binds the claim only then: nothing to wait for.
      metadata: { name: claim, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
      spec,
    },
    { ...options, ...(made === undefined ? {} : { dependsOn: made }) },
  );
}
