import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../../config/errors";
import { checkName, digestName } from "../../spec/digest";
import { namespaceOf, tenantName, type WorkloadArgs } from "../../spec/tenant";
import { type Workload, workloadOf } from "../../spec/workload";
import type { CompiledPipeline } from "./compiled-pipeline";
import { fit } from "./ir";
import { VersionHistory } from "./version-history";
import { madeByUs } from "./version-history-spec";

/** What a {@link Pipeline} is made from. */
export interface PipelineArgs extends WorkloadArgs {
  /** What the KFP compiler made: `await compilePipeline({ file })`, or `readCompiledPipeline(file)`. */
  readonly compiled: CompiledPipeline;
  /** What the dashboard calls it. Default: its name. */
  readonly displayName?: string | undefined;
  /** A sentence for the dashboard. Default: none. */
  readonly description?: string | undefined;
  /**
   * How many versions are kept beside the present one when the pipeline changes; the oldest go first, but for those
   * that a recurring run still starts. Versions that people upload are not counted and stay. Default: 5.
   */
  readonly keepVersions?: number | undefined;
  /** `false`: no task takes results from KFP's cache; `true`: every task does. Default: as the Python says of each. */
  readonly caching?: boolean | undefined;
  /**
   * Where its artifacts go; on S3 it is in the tenant's prefix, `s3://<artifacts>/<tenant>/`, as the tenant's role may
   * write nowhere else. Default: what the Python says, else `pipelines` in that prefix. Where artifacts are in the
   * cluster's own store: what the Python says, else the namespace's setting.
   */
  readonly pipelineRoot?: string | undefined;
}

/** Versions that are kept beside the present one, unless told otherwise. */
const VERSIONS_KEPT = 5;

/** More than anybody looks through, and each takes up to a megabyte of etcd. */
const MOST_VERSIONS = 100;

/**
 * A pipeline and its present version, as Kubernetes objects (KFP 2.16's Kubernetes-native mode).
 *
 * A version can't be changed, so its name carries a digest of what the compiler made: a changed pipeline is a new
 * version of the same pipeline. Earlier ones stay, as many as are asked for.
 *
 * Needs platform component `pipelines` with `pipelines.definitions` being `kubernetes`, and beside the provider of
 * Kubernetes a `WorkloadsProvider`: `{ providers: [kubernetes, workloads] }`.
 */
export class Pipeline extends pulumi.ComponentResource {
  /** The Pipeline object. */
  readonly workload: pulumi.Output<Workload>;
  /** The present PipelineVersion object. */
  readonly version: pulumi.Output<Workload>;
  /** KFP's id of the pipeline: the object's UID. */
  readonly pipelineId: pulumi.Output<string>;
  /** KFP's id of the present version: the object's UID. */
  readonly versionId: pulumi.Output<string>;
  /** The Pipeline object's name. */
  readonly pipelineName: string;
  /** The pipeline as this environment has it: images through its map, artifacts below the tenant's prefix. */
  readonly compiled: CompiledPipeline;
  /** What it was made in. */
  readonly owner: WorkloadArgs;

  /** @throws UserError for a wrong name, an image outside of the image map, a root outside of the tenant's prefix */
  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    checkName("Pipeline", name);
    const { tenant, platform, caching, pipelineRoot } = args;
    const label = `Pipeline "${name}"`;
    const keep = checkKeep(label, args.keepVersions ?? VERSIONS_KEPT);
    if (platform.pipelines.definitions !== "kubernetes") {
      throw new UserError(
        `${label}: the platform keeps pipeline definitions in KFP's database, not as Kubernetes objects`,
        "set kubeflow-platform:pipelines.definitions to kubernetes",
      );
    }
    const namespace = tenantName(tenant);
    const compiled = fit(args.compiled, { owner: label, namespace, platform, caching, pipelineRoot });
    super("kubeflow:workloads:Pipeline", name, {}, opts);
    this.pipelineName = name;
    this.compiled = compiled;
    this.owner = { tenant, platform };

    const pipeline = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "pipelines.kubeflow.org/v2beta1",
        kind: "Pipeline",
        metadata: { name, namespace: namespaceOf(tenant) },
        spec: pipelineSpec(name, args),
      },
      { parent: this },
    );
    const version = new k8s.apiextensions.CustomResource(
      `${name}-version`,
      {
        apiVersion: "pipelines.kubeflow.org/v2beta1",
        kind: "PipelineVersion",
        metadata: {
          name: versionName(name, compiled),
          namespace: namespaceOf(tenant),
          labels: { ...madeByUs },
        },
        spec: pipelineVersionSpec(name, { compiled }),
      },
      // Its webhook looks the pipeline up. What is retained here, the history removes.
      { parent: this, dependsOn: pipeline, retainOnDelete: keep > 0 },
    );
    new VersionHistory(
      `${name}-versions`,
      { namespace: namespaceOf(tenant), pipeline: name, present: version.metadata.name, keep },
      { parent: this, dependsOn: version },
    );
    this.workload = workloadOf(pipeline);
    this.version = workloadOf(version);
    this.pipelineId = uidOf(pipeline);
    this.versionId = uidOf(version);
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

function checkKeep(owner: string, keep: number): number {
  if (!Number.isInteger(keep) || keep < 0 || keep > MOST_VERSIONS) {
    throw new UserError(
      `${owner}: keepVersions is ${keep}; it is a whole number from 0 (only the present version) to ${MOST_VERSIONS}`,
    );
  }
  return keep;
}

function uidOf(object: k8s.apiextensions.CustomResource): pulumi.Output<string> {
  return object.metadata.apply(({ uid }) => uid);
}
