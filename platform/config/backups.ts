import * as z from "zod";

/** Five fields of a cron expression, as Velero's library reads them. */
const cron = /^(?:[\d*,/A-Za-z-]+ ){4}[\d*,/A-Za-z-]+$/;

/** `kubeflow-platform:backups`: what Velero keeps of the cluster's objects. */
export const BackupsConfig = z.strictObject({
  /**
   * When backups are made: minute, hour, day of the month, month, day of the week, in UTC. Default: `0 1 * * *`, every
   * night at one.
   */
  schedule: z.string().regex(cron, "a cron expression of five fields such as 0 1 * * *").default("0 1 * * *"),
  /**
   * Days that a backup is kept; with it the EBS snapshots of tenants' volumes, which are charged by what has changed
   * (about 0.05 USD a GiB and month). Default: 30.
   */
  retentionDays: z.int("a whole number of days").min(1, "1 or more").max(3650, "3650 or fewer").default(30),
});

/** See the schema of the same name. */
export type BackupsConfig = z.output<typeof BackupsConfig>;
