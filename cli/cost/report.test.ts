import * as assert from "node:assert/strict";
import * as z from "zod";
import { makeStyle } from "../terminal/style";
import { environmentCost } from "./environment";
import type { LivePrices } from "./live";
import type { CostReport } from "./report";
import { costJson } from "./report-json";
import { costText } from "./report-text";
import { configIn, prod } from "./testing/environments";

const style = makeStyle(false);
const notAsked: LivePrices = { asked: false, reason: "no credentials" };

function report(region: string, now = "2026-11-24", live: LivePrices = notAsked): CostReport {
  const date = new Date(now);
  const { cost, pools } = environmentCost(prod, configIn(region, "kubeflow.example.com"), date);
  return { environment: "prod", cost, pools, live, now: date };
}

describe("costText", () => {
  it("shows parts with their sums, lines merged, and the total", () => {
    const text = costText(report("us-east-1", "2026-07-01"), style);
    assert.match(text, /^prod in us-east-1:/);
    assert.match(text, /^network +394\.20$/m);
    assert.match(text, /^ {2}interface endpoint in a zone +39 × 0\.01 an hour +284\.70$/m);
    assert.match(text, /^ {2}m7i\.large +2 × 0\.1008 an hour +147\.17 {2}at its desired size$/m);
    assert.match(text, /^ {2}Application Load Balancer .* made in the cluster, by its controller$/m);
    assert.match(text, /^Idle: 927\.47 USD a month$/m);
    assert.match(text, /^ {2}S3 Standard, first 50 TB +0\.023 a GB-month$/m);
    assert.match(text, /^ {2}cpu +m7i\.xlarge +0\.2016 +147\.17 +-$/m);
    assert.match(text, /^ {2}gpu-spot +g6\.xlarge +0\.8048 +587\.50 +0\.3541 on 2025-05-28$/m);
    assert.match(text, /^ {12}g9\.unheard +unknown +unknown$/m);
    assert.match(text, /Real-time prices: not asked: no credentials$/);
  });

  it("says at least, and what is unknown", () => {
    const text = costText(report("us-west-2"), style);
    assert.match(
      text,
      /^Idle: at least 927\.47 USD a month; 1 price unknown:\n {2}RDS Extended Support of a vCPU$/m,
    );
    assert.match(
      text,
      /RDS Extended Support of a vCPU +4 × \? +unknown {2}standard support of MySQL 8\.0 ended/,
    );
  });

  it("warns of old prices, and of a region without any", () => {
    assert.match(
      costText(report("us-east-1", "2030-01-01"), style),
      /^(\d+) of \1 prices are older than 180 days: cli\/cost\/prices\/README\.md/m,
    );
    assert.match(costText(report("sa-east-1"), style), /^There is no price table for sa-east-1\.$/m);
  });

  it("shows real-time prices beside those that differ", () => {
    const prices = new Map([
      ["natGateway", 0.045],
      ["eksCluster", 0.12],
      ["rdsExtendedSupport", 0.1],
    ]);
    const live: LivePrices = { asked: true, prices, unanswered: 2, reason: "AccessDeniedException" };
    const text = costText(report("us-west-2", "2026-11-24", live), style);
    assert.match(text, /NAT gateway +3 × 0\.045 an hour +98\.55 {2}as of now$/m);
    assert.match(text, /EKS control plane +1 × 0\.1 an hour +73\.00 {2}now 0\.12$/m);
    assert.match(text, /RDS Extended Support of a vCPU +4 × \? +unknown {2}now 0\.1; standard support/);
    assert.match(text, /Real-time prices: 3 answers from AWS, 2 without \(AccessDeniedException\)$/);
  });
});

const Json = z.object({
  environment: z.string(),
  region: z.string(),
  currency: z.literal("USD"),
  idleMonthlyUsd: z.number(),
  complete: z.boolean(),
  unknown: z.array(z.string()),
  parts: z.array(
    z.object({
      monthlyUsd: z.number(),
      lines: z.array(
        z.object({
          what: z.string(),
          price: z.object({ usd: z.number(), source: z.string(), date: z.string() }).nullable(),
          monthlyUsd: z.number().nullable(),
        }),
      ),
    }),
  ),
  live: z.object({ asked: z.boolean(), reason: z.string() }),
});

describe("costJson", () => {
  it("has amounts in dollars, that add up, and null where a price is unknown", () => {
    const { parts, ...rest } = Json.parse(JSON.parse(costJson(report("us-west-2"))));
    const sum = parts.reduce((total, { monthlyUsd }) => total + monthlyUsd, 0);
    assert.deepEqual(rest, {
      environment: "prod",
      region: "us-west-2",
      currency: "USD",
      idleMonthlyUsd: Math.round(sum * 100) / 100,
      complete: false,
      unknown: ["RDS Extended Support of a vCPU"],
      live: { asked: false, reason: "no credentials" },
    });
    assert.deepEqual(
      parts
        .flatMap(({ lines }) => lines)
        .filter(({ price, monthlyUsd }) => price === null || monthlyUsd === null),
      [{ what: "RDS Extended Support of a vCPU", price: null, monthlyUsd: null }],
    );
  });
});
