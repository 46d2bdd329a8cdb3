import type { Style } from "../terminal/style";
import { count as counted, table, width } from "../terminal/text";
import { STALE_AFTER_DAYS } from "./age";
import type { LivePrices } from "./live";
import type { PoolCost } from "./pools";
import type { Unit } from "./prices/services";
import type { PriceRef } from "./prices/table";
import { type CostReport, liveOf, merged, NOT_COUNTED, partsOf, reportAge } from "./report";
import { type CostLine, type UseLine, HOURS_PER_MONTH, monthlyCents } from "./sum";

const PER: Readonly<Record<Unit, string>> = {
  hour: "an hour",
  month: "a month",
  "GB-month": "a GB-month",
  "MB/s-month": "a MB/s-month",
  GB: "a GB",
  "user-month": "a user and month",
  "vCPU-month": "a vCPU-month",
  "10,000 requests": "for 10,000 requests",
  "100,000 mails": "for 100,000 mails",
  "100,000 events": "for 100,000 events",
  "million requests": "for a million requests",
  "million events": "for a million events",
};

/** The report for people. */
export function costText(report: CostReport, style: Style): string {
  const { environment, cost, pools, live } = report;
  const title = `${style.bold(environment)} in ${cost.region}: what it costs a month, in USD, when nobody uses it`;
  return [
    title,
    idleTable(report, style),
    totalText(report, style),
    [
      style.bold("Paid by use"),
      ...table(
        cost.perUse.map((line) => useRow(line, live)),
        "  ",
      ),
    ].join("\n"),
    [style.bold("Node pools, USD an hour"), ...poolTable(pools, live, style)].join("\n"),
    [style.bold("Not counted"), ...NOT_COUNTED.map((text) => `  ${text}`)].join("\n"),
    [...ageText(report, style), liveText(live, style)].join("\n"),
  ].join("\n\n");
}

function idleTable({ cost, live }: CostReport, style: Style): string {
  const rows = partsOf(cost).flatMap(({ part, lines, totalCents }) => [
    { cells: [style.bold(part), ""], amount: style.bold(money(totalCents)), more: "" },
    ...merged(lines).map((line) => ({
      cells: [`  ${line.what}`, `${plain(line.count)} × ${priceText(line)}`],
      amount: line.monthlyCents === undefined ? style.warn("unknown") : money(line.monthlyCents),
      more: style.dim([liveNote(line.of, line.price?.usd, live), line.note ?? ""].filter(Boolean).join("; ")),
    })),
  ]);
  const widest = Math.max(...rows.map(({ amount }) => width(amount)));
  return table(
    rows.map(({ cells, amount, more }) => [...cells, " ".repeat(widest - width(amount)) + amount, more]),
  ).join("\n");
}

function totalText({ cost }: CostReport, style: Style): string {
  const sum = `${money(cost.totalCents)} USD a month`;
  return cost.unknown.length === 0
    ? `Idle: ${style.bold(sum)}`
    : [
        `Idle: ${style.bold(`at least ${sum}`)}; ${style.warn(`${counted(cost.unknown.length, "price")} unknown`)}:`,
        ...cost.unknown.map((what) => `  ${what}`),
      ].join("\n");
}

function priceText({ price, unit }: CostLine): string {
  return price === undefined ? "?" : `${plain(price.usd)} ${PER[unit]}`;
}

function useRow({ what, unit, of, price }: UseLine, live: LivePrices): readonly string[] {
  return [
    what,
    price === undefined ? "unknown" : `${plain(price.usd)} ${PER[unit]}`,
    liveNote(of, price?.usd, live),
  ];
}

function poolTable(pools: readonly PoolCost[], live: LivePrices, style: Style): readonly string[] {
  const head = ["pool", "type", "on demand", "all month", "spot", ""].map((cell) => style.dim(cell));
  const rows = pools.flatMap(({ name, capacityTypes, types }) =>
    types.map(({ type, onDemand, spot }, i) => [
      i === 0 ? name : "",
      type,
      onDemand === undefined ? "unknown" : onDemand.usd.toFixed(4),
      onDemand === undefined ? "" : money(monthlyCents(1, onDemand.usd, "hour")),
      !capacityTypes.includes("spot")
        ? "-"
        : spot === undefined
          ? "unknown"
          : `${spot.usd.toFixed(4)} on ${spot.date}`,
      style.dim(liveNote({ kind: "instance", type }, onDemand?.usd, live)),
    ]),
  );
  return table([head, ...rows], "  ");
}

/** Silent where the table is right: a price that differs is what people have to see. */
function liveNote(ref: PriceRef, usd: number | undefined, live: LivePrices): string {
  const now = liveOf(live, ref);
  if (now === undefined) {
    return "";
  }
  return usd !== undefined && Math.abs(now - usd) < 1e-5 ? "as of now" : `now ${plain(now)}`;
}

function ageText(report: CostReport, style: Style): readonly string[] {
  const { oldest, newest, prices, stale } = reportAge(report);
  if (oldest === undefined || newest === undefined) {
    return [style.warn(`There is no price table for ${report.cost.region}.`)];
  }
  return [
    `Prices are of ${oldest} to ${newest}, without tiers and for ${HOURS_PER_MONTH} hours a month.`,
    ...(stale > 0
      ? [
          style.warn(
            `${stale} of ${counted(prices, "price")} are older than ${STALE_AFTER_DAYS} days: cli/cost/prices/README.md says how to renew them.`,
          ),
        ]
      : []),
  ];
}

function liveText(live: LivePrices, style: Style): string {
  if (!live.asked) {
    return style.dim(`Real-time prices: not asked: ${live.reason}`);
  }
  const answers = `Real-time prices: ${counted(live.prices.size, "answer")} from AWS`;
  return live.unanswered === 0
    ? answers
    : `${answers}, ${live.unanswered} without${live.reason === undefined ? "" : ` (${live.reason})`}`;
}

/** `1,234.50`. */
export function money(cents: number): string {
  return (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A number without needless digits. */
function plain(value: number): string {
  return String(Number(value.toFixed(6)));
}
