import * as assert from "node:assert/strict";
import { platformFixture } from "../../testing";
import { checkFlows, type FlowSettings, flowsPolicy } from "./flows";

describe("flowsPolicy", () => {
  it("is none without flows", () => {
    assert.equal(flowsPolicy({}), undefined);
    assert.equal(flowsPolicy({ egress: [], ingress: [] }), undefined);
  });

  it("opens networks and other tenants, and never the addresses of nodes", () => {
    assert.deepEqual(
      flowsPolicy({
        egress: [
          { to: { cidr: "10.20.0.0/16", ports: [5432, 5433] } },
          { to: { cidr: "0.0.0.0/0", ports: [22] } },
        ],
        ingress: [{ from: { tenant: "team-b", ports: [7000], protocol: "UDP" } }],
      }),
      {
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "team-b" } } }],
            ports: [{ port: 7000, protocol: "UDP" }],
          },
        ],
        egress: [
          {
            to: [{ ipBlock: { cidr: "10.20.0.0/16" } }],
            ports: [
              { port: 5432, protocol: "TCP" },
              { port: 5433, protocol: "TCP" },
            ],
          },
          {
            to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }],
            ports: [{ port: 22, protocol: "TCP" }],
          },
        ],
      },
    );
  });

  it("says nothing of a direction without flows, which it would close", () => {
    assert.deepEqual(flowsPolicy({ egress: [{ to: { tenant: "team-b", ports: [1] } }] }), {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "team-b" } } }],
          ports: [{ port: 1, protocol: "TCP" }],
        },
      ],
    });
  });
});

describe("checkFlows", () => {
  const closed = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "tenant", namespace: "{{tenant.namespace}}" },
  };
  const tenants = { ...platformFixture.tenants, objects: [closed] };
  const check = (settings: FlowSettings) => {
    checkFlows('tenant "team-a"', "team-a", settings, { tenants });
  };
  const to = (end: object) => ({ egress: [{ to: { ports: [22], ...end } }] });

  it("takes networks and tenants", () => {
    check({ ...to({ cidr: "10.0.0.0/8" }), ingress: [{ from: { tenant: "team-b", ports: [1, 65_535] } }] });
  });

  const wrong: [string, FlowSettings, RegExp][] = [
    ["no other end", to({}), /egress 1: the other end is either/],
    ["two other ends", to({ cidr: "10.0.0.0/8", tenant: "team-b" }), /name one of the two/],
    ["the tenant itself", to({ tenant: "team-a" }), /names the tenant itself/],
    ["the platform", { ingress: [{ from: { tenant: "kubeflow", ports: [1] } }] }, /belongs to the platform/],
    ["no network", to({ cidr: "example.com" }), /"example\.com" is no IPv4 network/],
    ["the metadata of nodes", to({ cidr: "169.254.169.254/32" }), /nodes have their credentials/],
    ["no ports", to({ cidr: "10.0.0.0/8", ports: [] }), /ports are none/],
    ["a port that is none", to({ cidr: "10.0.0.0/8", ports: [0, 70_000] }), /ports are 0, 70000/],
  ];
  for (const [what, settings, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        check(settings);
      }, message);
    });
  }

  it("refuses flows where nothing is closed, as they would close the rest", () => {
    assert.throws(() => {
      checkFlows('tenant "team-a"', "team-a", to({ cidr: "10.0.0.0/8" }), platformFixture);
    }, /it closes nothing/);
  });
});
