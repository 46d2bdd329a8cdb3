import * as z from "zod";

const parallel = z.int("a whole number").min(1, "1 or more");

/**
 * `kubeflow-platform:pipelines`: Kubeflow Pipelines. On S3 what pipelines write is below
 * `s3://<artifacts>/<namespace>/pipelines`, the only prefix that the identity of a tenant opens beside that of logs,
 * so the pipeline root is none of the choices here; a run may name another one below its namespace's.
 */
export const PipelinesConfig = z.strictObject({
  /**
   * Where pipeline definitions are kept: `kubernetes` as Pipeline and PipelineVersion resources, `database`
   * in KFP's own database as upstream's example does. Default: kubernetes.
   */
  definitions: z.enum(["kubernetes", "database"]).default("kubernetes"),
  /**
   * Whether a step with the same inputs as one before is skipped and its outputs are taken again. False forbids it to
   * all pipelines; true leaves it to each of them. Default: true.
   */
  cache: z.boolean().default(true),
  /**
   * Whether logs of steps are kept in the object store after their pods are gone. In the cluster the dashboard finds them
   * there; on S3 they are read as artifacts are (docs/pipelines.md). Costs what they take there until the bucket's rules
   * end them. Default: true.
   */
  logArchive: z.boolean().default(true),
  /**
   * Whether the dashboard shows artifacts that are on S3. A server in each tenant's namespace reads them by the tenant's
   * identity, and the namespace's owner and contributors get at it: a pod for each tenant, which asks for 10m and 160 MiB
   * beside what its sidecar takes. False: no such pods, and the dashboard only says where artifacts are. In the cluster's
   * own store the dashboard reads them itself, whatever this says. Default: true.
   */
  showArtifacts: z.boolean().default(true),
  /**
   * Days that a finished run's Workflow and its pods stay in the cluster; runs, artifacts and archived logs are kept
   * beyond it. Workflows fill etcd: ten thousand runs a day with 50 KiB each are 0.5 GiB. Default: 1, as upstream.
   */
  keepFinishedDays: z.number().positive("more than 0").max(365, "365 or less").default(1),
  /** How many runs may be under way at once; others wait. Nodes are shared out by Kueue, not by this. */
  parallelism: z
    .strictObject({
      /** In the whole cluster. Default: no limit. */
      total: parallel.optional(),
      /** In each namespace. Default: no limit. */
      perNamespace: parallel.optional(),
    })
    .prefault({}),
});

/** See the schema of the same name. */
export type PipelinesConfig = z.output<typeof PipelinesConfig>;
