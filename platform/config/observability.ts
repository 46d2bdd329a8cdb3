import * as z from "zod";

const MetricsConfig = z.strictObject({
  /** Days that Prometheus keeps metrics. Default: 15. */
  retentionDays: z.int("a whole number of days").min(1, "1 or more").max(365, "365 or fewer").default(15),
  /**
   * Size of each Prometheus' volume in GiB; the oldest metrics go early where it is nearly full. There is one for each
   * replica (`hardening.replicas`), and EBS charges about 0.08 USD a GiB and month. Default: 100.
   */
  storageGiB: z.int("a whole number of GiB").min(10, "10 or more").max(16384, "16384 or fewer").default(100),
});

const LogsConfig = z.strictObject({
  /** Days that Loki keeps logs of pods in S3; it deletes them itself. Default: 30. */
  retentionDays: z.int("a whole number of days").min(1, "1 or more").max(3650, "3650 or fewer").default(30),
});

/** `kubeflow-platform:observability`: metrics and logs. */
export const ObservabilityConfig = z.strictObject({
  /** Metrics: Prometheus. */
  metrics: MetricsConfig.prefault({}),
  /** Logs: Loki. */
  logs: LogsConfig.prefault({}),
});

/** See the schema of the same name. */
export type ObservabilityConfig = z.output<typeof ObservabilityConfig>;
