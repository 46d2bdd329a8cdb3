import { UserError } from "../../../config/errors";

/** When a recurring run starts runs: by a cron expression, or at an interval. */
export type Schedule = (
  | {
      /**
       * Six fields: second, minute, hour, day of the month, month, day of the week (0 is Sunday), such as
       * `0 30 2 * * *` for half past two every night; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.
       *
       * KFP has one time zone for all of its recurring runs, UTC unless its controller is told otherwise
       * (`CRON_SCHEDULE_TIMEZONE`): a schedule has none of its own. KFP would read the usual five fields as if the
       * first were seconds; they are refused here.
       */
      readonly cron: string;
    }
  | {
      /** Seconds from the start of one run to the start of the next; a whole number, at least 1. */
      readonly everySeconds: number;
    }
) & {
  /** No run before this time of UTC, such as `2026-01-31T00:00:00Z`. Default: from now on. */
  readonly start?: string | undefined;
  /** No run after this time, in the same form. Default: for ever. */
  readonly end?: string | undefined;
};

/** A field of a cron expression: robfig/cron 1.2.0, which KFP 2.16.0 parses schedules with. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of values, from the least on. */
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Field[] = [
  { name: "second", least: 0, most: 59 },
  { name: "minute", least: 0, most: 59 },
  { name: "hour", least: 0, most: 23 },
  { name: "day of the month", least: 1, most: 31 },
  { name: "month", least: 1, most: 12, names: months },
  { name: "day of the week", least: 0, most: 6, names: days },
];

const descriptors = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"];

/** @throws UserError where KFP would refuse the schedule, or read something else out of it */
export function checkSchedule(owner: string, schedule: Schedule): void {
  if ("cron" in schedule) {
    const problem = cronProblem(schedule.cron);
    if (problem !== undefined) {
      throw new UserError(
        `${owner}: schedule "${schedule.cron}": ${problem}`,
        "six fields: second, minute, hour, day of the month, month, day of the week, such as 0 30 2 * * *",
      );
    }
  } else if (!Number.isSafeInteger(schedule.everySeconds) || schedule.everySeconds < 1) {
    throw new UserError(
      `${owner}: schedule.everySeconds is ${schedule.everySeconds}; it is a whole number of seconds, at least 1`,
    );
  }
  for (const key of ["start", "end"] as const) {
    const time = schedule[key];
    if (time !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)) {
      throw new UserError(
        `${owner}: schedule.${key} "${time}" is no time of UTC`,
        "write it as 2026-01-31T00:00:00Z",
      );
    }
  }
  const { start, end } = schedule;
  if (start !== undefined && end !== undefined && Date.parse(end) <= Date.parse(start)) {
    throw new UserError(`${owner}: the schedule ends (${end}) before it starts (${start})`);
  }
}

/** Why KFP would not take a cron expression for what it looks like; undefined where it would. */
export function cronProblem(cron: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(cron)) {
    return "KFP has no time zone of a schedule's own; its controller's counts, which is UTC";
  }
  if (cron.startsWith("@")) {
    const known = descriptors.includes(cron);
    return known ? undefined : `it is none of ${descriptors.join(", ")}`;
  }
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return `it has ${parts.length} fields, not six; the first one is seconds`;
  }
  return fields.flatMap((field, index) => {
    const wrong = (parts[index] ?? "").split(",").find((range) => !isRange(range, field));
    const { least, most } = field;
    return wrong === undefined ? [] : [`"${wrong}" is no ${field.name} (${least} to ${most})`];
  })[0];
}

function isRange(text: string, field: Field): boolean {
  const [range = "", step, ...rest] = text.split("/");
  if (rest.length > 0 || (step !== undefined && !/^0*[1-9]\d{0,8}$/.test(step))) {
    return false;
  }
  if (range === "*" || range === "?") {
    return true;
  }
  const bounds = range.split("-").map((one) => valueOf(one, field));
  const [low, high = low] = bounds;
  return (
    bounds.length <= 2 &&
    low !== undefined &&
    high !== undefined &&
    !bounds.includes(undefined) &&
    low <= high
  );
}

function valueOf(text: string, { least, most, names = [] }: Field): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + least : /^\d{1,4}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value >= least && value <= most ? value : undefined;
}
