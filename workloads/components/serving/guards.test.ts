import assert from "node:assert/strict";
import { modelAccess } from "../../../istio";
import { isObject } from "../../../plugin/json";
import { accessPolicies, needsHandingOnAccount } from "./access";
import { alertRules } from "./alerts";
import { inferenceServicesOf } from "./inference-service";
import { rateLimits } from "./rate-limit";
import { churn, ownPart, servingPlatform } from "./testing";

const callers = [{ serviceAccounts: ["other/app"] }];
const issuers = servingPlatform.signOn.tokenIssuers;
const base = { namespace: "team-a", mode: "Standard", issuers } as const;
const handedOn = { serviceAccounts: ["model-churn"] };

describe("accessPolicies", () => {
  it("say nothing where nothing is said", () => {
    assert.deepEqual(accessPolicies(churn()), []);
  });

  it("let nobody in where nobody is named", () => {
    assert.deepEqual(
      accessPolicies(churn({ callers: [] })),
      modelAccess({ ...base, name: "churn", callers: [] }),
    );
  });

  it("hold for both versions", () => {
    assert.deepEqual(
      accessPolicies(churn({ callers, canary: { percent: 5, storageUri: "pvc://a/b" } })),
      ["churn", "churn-canary"].flatMap((name) => modelAccess({ ...base, name, callers })),
    );
  });

  it("let callers past the transformer by no other way", () => {
    const service = churn({ callers, transformer: ownPart });
    assert.deepEqual(accessPolicies(service), [
      ...modelAccess({ ...base, name: "churn", callers: [handedOn] }),
      ...modelAccess({ ...base, name: "churn", component: "transformer", callers }),
    ]);
    assert.equal(needsHandingOnAccount(service), true);
    const [object] = inferenceServicesOf(service);
    assert.equal(object?.spec.transformer?.serviceAccountName, "model-churn");
    assert.equal(object.spec.predictor.serviceAccountName, "default-editor");
  });

  it("let callers ask both the model and its explainer, which asks the model itself", () => {
    assert.deepEqual(accessPolicies(churn({ callers, explainer: ownPart })), [
      ...modelAccess({ ...base, name: "churn", callers: [...callers, handedOn] }),
      ...modelAccess({ ...base, name: "churn", component: "explainer", callers }),
    ]);
  });

  it("are the same for all parts in the Knative mode, where a caller's token is passed on", () => {
    const service = churn({ callers, transformer: ownPart, mode: "Knative" });
    const knative = { ...base, mode: "Knative", name: "churn", callers } as const;
    assert.deepEqual(accessPolicies(service), [
      ...modelAccess(knative),
      ...modelAccess({ ...knative, component: "transformer" }),
    ]);
    assert.equal(needsHandingOnAccount(service), false);
  });

  it("need somebody who says groups", () => {
    const platform = { ...servingPlatform, signOn: { ...servingPlatform.signOn, tokenIssuers: [] } };
    assert.throws(
      () => churn({ platform, callers: [{ groups: ["science"] }] }),
      /group science may call, and platform/,
    );
  });
});

describe("rateLimits", () => {
  it("put a bucket into the sidecars of the pods that requests come to", () => {
    const share = { default_value: { numerator: 100, denominator: "HUNDRED" } };
    assert.deepEqual(
      rateLimits(churn({ transformer: ownPart, rateLimit: { requestsPerSecond: 20, burst: 50 } })),
      [
        {
          apiVersion: "networking.istio.io/v1alpha3",
          kind: "EnvoyFilter",
          metadata: { name: "model-churn-rate-limit", namespace: "team-a" },
          spec: {
            workloadSelector: {
              labels: { "serving.kserve.io/inferenceservice": "churn", component: "transformer" },
            },
            configPatches: [
              {
                applyTo: "HTTP_FILTER",
                match: {
                  context: "SIDECAR_INBOUND",
                  listener: {
                    filterChain: {
                      filter: {
                        name: "envoy.filters.network.http_connection_manager",
                        subFilter: { name: "envoy.filters.http.router" },
                      },
                    },
                  },
                },
                patch: {
                  operation: "INSERT_BEFORE",
                  value: {
                    name: "envoy.filters.http.local_ratelimit",
                    typed_config: {
                      "@type":
                        "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
                      stat_prefix: "http_local_rate_limiter",
                      token_bucket: { max_tokens: 50, tokens_per_fill: 20, fill_interval: "1s" },
                      filter_enabled: { runtime_key: "local_rate_limit_enabled", ...share },
                      filter_enforced: { runtime_key: "local_rate_limit_enforced", ...share },
                    },
                  },
                },
              },
            ],
          },
        },
      ],
    );
  });

  it("take less than one a second", () => {
    const text = JSON.stringify(rateLimits(churn({ rateLimit: { requestsPerSecond: 0.3 } })));
    assert.ok(text.includes('"token_bucket":{"max_tokens":1,"tokens_per_fill":1,"fill_interval":"3.333s"}'));
  });

  it("are there for a canary too, and not where none is asked for", () => {
    const canary = { percent: 5, storageUri: "pvc://a/b" };
    assert.equal(rateLimits(churn({ canary, rateLimit: { requestsPerSecond: 1 } })).length, 2);
    assert.deepEqual(rateLimits(churn()), []);
  });

  const refused = [
    { requestsPerSecond: 0 },
    { requestsPerSecond: 1.5 },
    { requestsPerSecond: 5, burst: 4 },
    { requestsPerSecond: 5, burst: 5.5 },
  ];
  for (const rateLimit of refused) {
    it(`refuse ${JSON.stringify(rateLimit)}`, () => {
      assert.throws(() => churn({ rateLimit }), /a rate limit of/);
    });
  }
});

describe("alertRules", () => {
  const alerts = { errorRatePercent: 5, latencyP99Seconds: 0.5, unavailableMinutes: 10 };
  const labels = { severity: "warning", namespace: "team-a", inferenceservice: "churn" };
  const pods =
    'reporter="destination",namespace="team-a",inferenceservice="churn",destination_workload=~"churn-predictor(-[0-9]{5}-deployment)?"';

  it("ask the sidecars and the Deployments", () => {
    assert.deepEqual(alertRules(churn({ alerts })), [
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: "model-churn", namespace: "team-a" },
        spec: {
          groups: [
            {
              name: "churn",
              rules: [
                {
                  alert: "ModelErrors",
                  expr: `100 * sum(rate(istio_requests_total{${pods},response_code=~"5.."}[5m])) / sum(rate(istio_requests_total{${pods}}[5m])) > 5`,
                  for: "5m",
                  labels,
                  annotations: { summary: "Model team-a/churn fails more than 5 percent of its requests." },
                },
                {
                  alert: "ModelSlow",
                  expr: `histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${pods}}[5m]))) > 500`,
                  for: "5m",
                  labels,
                  annotations: {
                    summary: "Model team-a/churn takes more than 0.5 seconds for one in a hundred requests.",
                  },
                },
                {
                  alert: "ModelUnavailable",
                  expr: '(sum(kube_deployment_status_replicas_available{namespace="team-a",deployment=~"churn-predictor(-[0-9]{5}-deployment)?"}) or vector(0)) < 1',
                  for: "10m",
                  labels,
                  annotations: {
                    summary: "Model team-a/churn has had no pod that is ready for 10 minutes.",
                  },
                },
              ],
            },
          ],
        },
      },
    ]);
  });

  it("have a group for each version, and are nothing where nothing is asked for", () => {
    const [rule] = alertRules(churn({ alerts, canary: { percent: 5, storageUri: "pvc://a/b" } }));
    assert.ok(rule !== undefined && isObject(rule.spec) && Array.isArray(rule.spec.groups));
    assert.equal(rule.spec.groups.length, 2);
    assert.deepEqual(alertRules(churn({ alerts: {} })), []);
    assert.deepEqual(alertRules(churn()), []);
  });

  it("are refused where nobody would read them, or they would say nothing", () => {
    const platform = { ...servingPlatform, addons: [] };
    assert.throws(() => churn({ alerts, platform }), /has no Prometheus/);
    assert.throws(() => churn({ alerts: { errorRatePercent: 100 } }), /errorRatePercent is 100/);
    assert.throws(() => churn({ alerts: { latencyP99Seconds: 0 } }), /latencyP99Seconds is 0/);
    assert.throws(() => churn({ alerts: { unavailableMinutes: 0.5 } }), /unavailableMinutes is 0.5/);
    assert.throws(
      () => churn({ mode: "Knative", minReplicas: 0, alerts }),
      /unavailableMinutes with minReplicas 0/,
    );
  });
});
