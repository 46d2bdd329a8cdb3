import assert from "node:assert/strict";
import { churn, ownPart } from "./testing";
import { urlOf, virtualServices } from "./traffic";

const host = (service: string) => `${service}.team-a.svc.cluster.local`;
const to = (service: string) => ({ host: host(service), port: { number: 80 } });
const says = (title: string) => ({ response: { set: { "x-model-version": title } } });
const canary = { percent: 20, storageUri: "pvc://claim/v2" };

function virtualService(name: string, spec: object) {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name, namespace: "team-a" },
    spec,
  };
}

const outside = { gateways: ["kubeflow/kubeflow-gateway"], hosts: ["churn-team-a.kubeflow.example.com"] };
const inside = (entry: string) => ({ exportTo: ["."], gateways: ["mesh"], hosts: [host(entry)] });

/** Rules of a part with a canary. */
function shared(part: string, match: object = {}) {
  const [stable, next] = [to(`churn-${part}`), to(`churn-canary-${part}`)];
  const chosen = (title: string) => [{ ...match, headers: { "x-model-version": { exact: title } } }];
  return [
    { match: chosen("stable"), route: [{ destination: stable, headers: says("stable") }] },
    { match: chosen("canary"), route: [{ destination: next, headers: says("canary") }] },
    {
      ...(Object.keys(match).length === 0 ? {} : { match: [match] }),
      route: [
        { destination: stable, headers: says("stable"), weight: 80 },
        { destination: next, headers: says("canary"), weight: 20 },
      ],
    },
  ];
}

describe("virtualServices", () => {
  it("lead the model's address to its one version", () => {
    assert.deepEqual(virtualServices(churn({ timeoutSeconds: 30 })), [
      virtualService("model-churn", {
        ...outside,
        http: [{ route: [{ destination: to("churn-predictor") }], timeout: "30s" }],
      }),
    ]);
    assert.equal(urlOf(churn()), "https://churn-team-a.kubeflow.example.com");
  });

  it("share requests out between two, from outside and from the namespace", () => {
    assert.deepEqual(virtualServices(churn({ canary })), [
      virtualService("model-churn", { ...outside, http: shared("predictor") }),
      virtualService("model-churn-inside", { ...inside("churn-predictor"), http: shared("predictor") }),
    ]);
  });

  it("share out what comes to the transformers, which each ask the model of their own version", () => {
    assert.deepEqual(virtualServices(churn({ canary, transformer: ownPart })), [
      virtualService("model-churn", { ...outside, http: shared("transformer") }),
      virtualService("model-churn-inside", { ...inside("churn-transformer"), http: shared("transformer") }),
    ]);
  });

  it("lead to explainers, and these to the model that they explain", () => {
    const explained = { uri: { regex: "/v[12]/models/[^/]+:explain" } };
    assert.deepEqual(virtualServices(churn({ canary, explainer: ownPart })), [
      virtualService("model-churn", {
        ...outside,
        http: [...shared("explainer", explained), ...shared("predictor")],
      }),
      virtualService("model-churn-inside", {
        ...inside("churn-predictor"),
        http: [
          {
            match: [{ sourceLabels: { "serving.kserve.io/inferenceservice": "churn" } }],
            route: [{ destination: to("churn-predictor") }],
          },
          ...shared("predictor"),
        ],
      }),
    ]);
  });

  for (const percent of [0, 100]) {
    it(`has weights that add up to 100 at ${percent} percent`, () => {
      const text = JSON.stringify(virtualServices(churn({ canary: { ...canary, percent } }))[0]);
      assert.match(text, new RegExp(`"weight":${100 - percent}}.*"weight":${percent}}`));
    });
  }

  it("are KServe's own in the Knative mode", () => {
    assert.deepEqual(virtualServices(churn({ mode: "Knative", canary })), []);
  });
});
