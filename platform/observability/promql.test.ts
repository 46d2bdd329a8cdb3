import assert from "node:assert/strict";
import { metricsIn, withVariables } from "./promql";

describe("metricsIn", () => {
  for (const [expr, metrics] of [
    ["up", ["up"]],
    ["count(up == 0) or vector(0)", ["up"]],
    ['sum by (namespace) (rate(a_total{b="c{d}",e=~"f|g"}[5m])) / 2', ["a_total"]],
    ["a * on (node) group_left () avg by (node) (b)", ["a", "b"]],
    ["a and on (x, y) (time() - b < 3600)", ["a", "b"]],
    ['histogram_quantile(0.9, sum by (le) (rate(h_bucket{a="by (b)"}[$__rate_interval])))', ["h_bucket"]],
    ["a offset 1h unless b == bool 0", ["a", "b"]],
    ["topk(20, 1000 * DCGM_FI_DEV)", ["DCGM_FI_DEV"]],
    ["job:rate5m > 1e3", ["job:rate5m"]],
  ] as const) {
    it(expr, () => {
      assert.deepEqual(metricsIn(expr), metrics);
    });
  }

  it("refuses to guess", () => {
    assert.throws(() => metricsIn('{__name__="up"}'), /selects by __name__/);
  });
});

describe("withVariables", () => {
  it("puts what is chosen where Grafana would", () => {
    const expr = 'rate(a{namespace=~"$namespace"}[$__rate_interval]) |= "$search"';
    assert.equal(
      withVariables(expr, { namespaces: ["a", "b"], search: "x" }),
      'rate(a{namespace=~"(a|b)"}[5m]) |= "x"',
    );
    assert.equal(withVariables("$namespace/$search/$__auto", { namespaces: ["a"] }), "a//5m");
  });
});
