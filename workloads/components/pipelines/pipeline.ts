import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkName, digestName } from "../../spec/digest";
import type { CompiledPipeline } from "./compiled-pipeline";
import { namespaceOf, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";

/** What a {@link Pipeline} is made from. */
export interface PipelineArgs extends WorkloadArgs {
  /** What the KFP compiler made, see `readCompiledPipeline`. */
  readonly compiled: CompiledPipeline;
  /** What the dashboard calls it. Default: its name. */
  readonly displayName?: string | undefined;
  /** A sentence for the dashboard. Default: none. */
  readonly description?: string | undefined;
  /** Keep earlier versions when the pipeline changes. Default: false. */
  readonly keepVersions?: boolean | undefined;
}

/**
 * A pipeline and its present version, as Kubernetes objects (KFP 2.16's Kubernetes-native mode).
 *
 * A version can't be changed, so its name carries a digest of what the compiler made: a changed pipeline is a new
 * version of the same pipeline.
 *
 * Needs platform component `pipelines` with `pipelines.definitions` being `kubernetes`.
 */
export class Pipeline extends pulumi.ComponentResource {
  /** The Pipeline object. */
  readonly workload: pulumi.Output<Workload>;
  /** The present PipelineVersion object. */
  readonly version: pulumi.Output<Workload>;

  /** @throws UserError where the name is wrong */
  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("Pipeline", name);
    super("kubeflow:workloads:Pipeline", name, {}, opts);

    const pipeline = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "pipelines.kubeflow.org/v2beta1",
        kind: "Pipeline",
        metadata: { name, namespace: namespaceOf(args.tenant) },
        spec: pipelineSpec(name, args),
      },
      { parent: this },
    );
    const version = new k8s.apiextensions.CustomResource(
      `${name}-version`,
      {
        apiVersion: "pipelines.kubeflow.org/v2beta1",
        kind: "PipelineVersion",
        metadata: { name: versionName(name, args.compiled), namespace: namespaceOf(args.tenant) },
        spec: pipelineVersionSpec(name, args),
      },
      // Its webhook looks the pipeline up.
      { parent: this, dependsOn: pipeline, retainOnDelete: args.keepVersions ?? false },
    );
    this.workload = workloadOf(pipeline);
    this.version = workloadOf(version);
    this.registerOutputs({ workload: this.workload, version: this.version });
  }
}

/** The name of the version that a compiled pipeline is. */
export function versionName(name: string, compiled: CompiledPipeline): string {
  return digestName(name, compiled);
}

/** The `spec` of the Pipeline. */
export function pipelineSpec(name: string, args: Pick<PipelineArgs, "displayName" | "description">) {
  return {
    displayName: args.displayName ?? name,
    ...(args.description === undefined ? {} : { description: args.description }),
  };
}

/** The `spec` of the PipelineVersion. */
export function pipelineVersionSpec(name: string, args: Pick<PipelineArgs, "compiled">) {
  const { pipelineSpec, platformSpec } = args.compiled;
  return {
    displayName: versionName(name, args.compiled),
    pipelineName: name,
    pipelineSpec,
    ...(platformSpec === undefined ? {} : { platformSpec }),
  };
}
