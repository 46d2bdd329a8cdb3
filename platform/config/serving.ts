import * as z from "zod";

const quantity = z
  .string()
  .regex(/^\d+(\.\d+)?(m|Ki|Mi|Gi|Ti)?$/, "an amount as Kubernetes writes it, such as 500m or 4Gi");

const domain = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
    "a domain such as ai.example.com",
  );

const seconds = z.int("whole seconds").min(0, "0 seconds or more");

/** `kubeflow-platform:serving`: KServe. */
export const ServingConfig = z.strictObject({
  /**
   * What an InferenceService is made of that doesn't say so itself: `Standard` Deployments and HPAs, or `Knative`
   * Services which scale from and to zero. Each can ask for the other with the annotation
   * `serving.kserve.io/deploymentMode`. `Standard` knows no `canaryTrafficPercent`: KServe 0.16 ignores it there, and a
   * new version of a model takes the place of the old one as a Deployment does; to share traffic, two
   * InferenceServices are put behind one VirtualService. Default: Standard.
   */
  mode: z.enum(["Standard", "Knative"]).default("Standard"),
  /**
   * Domain below which models have their host names, `<name>-<namespace>.<domain>`: one label, so that one wildcard
   * certificate covers them all. Default: `kubeflow-infra:edge.models.domain`, else that of the edge, which are the
   * only ones that work with an edge, and any other is refused; example.com without one, for a way in of one's own.
   */
  domain: domain.optional(),
  /** What copies a model from S3 before its server starts. */
  storageInitializer: z
    .strictObject({
      /** CPU that it asks for. Default: 100m. */
      cpuRequest: quantity.default("100m"),
      /** CPU that it may take: files are fetched side by side. Default: 2. */
      cpuLimit: quantity.default("2"),
      /** Memory that it asks for. Default: 256Mi. */
      memoryRequest: quantity.default("256Mi"),
      /** Memory that it may take; several large files at a time need more than upstream's 1Gi. Default: 4Gi. */
      memoryLimit: quantity.default("4Gi"),
    })
    .prefault({}),
  /** How long load must have changed before the number of replicas follows; models can say otherwise. */
  autoscaling: z
    .strictObject({
      /** Seconds of higher load before replicas are added, by KEDA. Default: 0. */
      scaleUpStabilizationSeconds: seconds.default(0),
      /** Seconds of lower load before replicas are taken away, by KEDA. Default: 300. */
      scaleDownStabilizationSeconds: seconds.default(300),
    })
    .prefault({}),
  /** When models of the Knative mode go down to no replica. */
  scaleToZero: z
    .strictObject({
      /**
       * Whether they do where their `minReplicas` is 0. Costs the first caller the start of a pod, and of a node where
       * there is none. Default: true.
       */
      enabled: z.boolean("true or false").default(true),
      /** Seconds that the last replica is kept after the network has been told to go another way. Default: 30. */
      gracePeriodSeconds: seconds.min(6, "6 seconds or more, as Knative asks").default(30),
      /** Seconds that the last replica is kept without any request; a GPU node costs what it costs meanwhile. Default: 600. */
      retentionSeconds: seconds.default(600),
    })
    .prefault({}),
  /** Requests and answers of models that have a `logger`, as one JSON object each in S3. */
  requestLogs: z
    .strictObject({
      /**
       * Where they go for models that name no place of their own; KServe puts
       * `<namespace>/<model>/<component>/<path>/<id>-<request|response>.json` behind it. Default: the bucket of
       * artifacts, where a tenant's role may write below its namespace; nowhere without S3. Costs 0.005 USD for 1,000
       * requests, twice where answers are kept too, beside the storage.
       */
      url: z.url({ protocol: /^s3$/, error: "an address such as s3://my-bucket" }).optional(),
      /** Folder below the model's. Default: requests. */
      path: z
        .string()
        .regex(/^[a-zA-Z0-9._-]+(\/[a-zA-Z0-9._-]+)*$/, "a folder such as requests")
        .default("requests"),
    })
    .prefault({}),
});

/** See the schema of the same name. */
export type ServingConfig = z.output<typeof ServingConfig>;
