import assert from "node:assert/strict";
import * as fc from "fast-check";
import { UserError } from "../../../config/errors";
import { checkSchedule, cronProblem } from "./schedule";

describe("cronProblem", () => {
  for (const cron of ["0 30 2 * * *", "*/5 0-30/10,45 ? 1,15 jan-MAR mon-fri", "0 0 3/2 * * 0", "@daily"]) {
    it(`takes ${cron}`, () => {
      assert.equal(cronProblem(cron), undefined);
    });
  }

  for (const [cron, problem] of [
    ["30 2 * * *", /it has 5 fields, not six; the first one is seconds/],
    ["", /it has 1 fields/],
    ["60 0 0 * * *", /"60" is no second \(0 to 59\)/],
    ["0 0 24 * * *", /"24" is no hour/],
    ["0 0 0 0 * *", /"0" is no day of the month \(1 to 31\)/],
    ["0 0 0 * * 7", /"7" is no day of the week \(0 to 6\)/],
    ["0 0 0 * xyz *", /"xyz" is no month/],
    ["0 0 5-2 * * *", /"5-2" is no hour/],
    ["0 */0 * * * *", /"\*\/0" is no minute/],
    ["0 1-2-3 * * * *", /"1-2-3" is no minute/],
    ["0 1,,2 * * * *", /"" is no minute/],
    ["@every 1h", /it is none of @hourly/],
    ["TZ=Europe/Berlin 0 0 2 * * *", /no time zone of a schedule's own/],
  ] as const) {
    it(`refuses ${cron || "nothing"}`, () => {
      assert.match(cronProblem(cron) ?? "", problem);
    });
  }

  it("takes exactly the numbers of each field", () => {
    const bounds = [
      [0, 59],
      [0, 59],
      [0, 23],
      [1, 31],
      [1, 12],
      [0, 6],
    ] as const;
    fc.assert(
      fc.property(fc.nat({ max: 5 }), fc.nat({ max: 70 }), (index, value) => {
        const [least, most] = bounds[index] ?? [0, 0];
        const fields = bounds.map((_, at) => (at === index ? String(value) : "*"));
        assert.equal(cronProblem(fields.join(" ")) === undefined, value >= least && value <= most);
      }),
    );
  });
});

describe("checkSchedule", () => {
  const refused = (schedule: Parameters<typeof checkSchedule>[1], message: RegExp) => {
    assert.throws(
      () => {
        checkSchedule('RecurringRun "nightly"', schedule);
      },
      (error) => error instanceof UserError && message.test(error.message),
    );
  };

  it("takes an interval, and times between which it holds", () => {
    checkSchedule("owner", { everySeconds: 1 });
    checkSchedule("owner", { cron: "@daily", start: "2026-01-31T00:00:00Z", end: "2026-02-01T00:00:00Z" });
  });

  it("refuses what KFP would, or would read differently", () => {
    refused({ cron: "0 2 * * *" }, /^RecurringRun "nightly": schedule "0 2 \* \* \*": it has 5 fields/);
    refused({ everySeconds: 0 }, /everySeconds is 0/);
    refused({ everySeconds: 1.5 }, /everySeconds is 1\.5/);
    refused({ cron: "@daily", start: "tomorrow" }, /schedule\.start "tomorrow" is no time of UTC/);
    refused({ cron: "@daily", start: "2026-01-31T00:00:00+01:00" }, /is no time of UTC/);
    refused(
      { everySeconds: 60, start: "2026-02-01T00:00:00Z", end: "2026-02-01T00:00:00Z" },
      /ends .* before it starts/,
    );
  });
});
