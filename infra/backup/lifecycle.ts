/** Days after which a copy that is kept for long moves to cold storage. */
export const COLD_AFTER_DAYS = 30;

/** What has moved to cold storage is paid for this long, and AWS Backup refuses an earlier end. */
export const MIN_COLD_DAYS = 90;

/** When a copy moves and when it ends, in days from its making. */
export interface CopyLifecycle {
  readonly deleteAfter: number;
  readonly coldStorageAfter?: number;
}

/**
 * How long copies are kept, and where. Cold storage pays only for those that stay there for the 90 days that it
 * charges anyway. Of what is copied here EFS can go there; for others AWS Backup ignores it.
 *
 * @param retentionDays whole days, one or more
 */
export function copyLifecycle(retentionDays: number): CopyLifecycle {
  return retentionDays >= COLD_AFTER_DAYS + MIN_COLD_DAYS
    ? { deleteAfter: retentionDays, coldStorageAfter: COLD_AFTER_DAYS }
    : { deleteAfter: retentionDays };
}
