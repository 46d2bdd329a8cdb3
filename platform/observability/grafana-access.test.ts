import assert from "node:assert/strict";
import { GATEWAYS, principal } from "../../istio";
import { evaluate, type Pods } from "../auth/testing/evaluate";
import { securityObjects } from "../auth/testing/policies";
import { person } from "../auth/testing/world";
import { awsInfra, contextOf } from "../testing/settings";
import { grafanaAccess } from "./grafana-access";

const gateway: Pods = { namespace: "istio-system", labels: { app: "istio-ingressgateway" }, gateway: true };
const grafana: Pods = { namespace: "monitoring", labels: { "app.kubernetes.io/name": "grafana" } };

/** Whether somebody who has signed in gets through the gateway to a path. */
function passes(
  config: object,
  email: string,
  groups: readonly string[] = [],
  path = "/grafana/d/kubeflow-overview",
) {
  const objects = securityObjects(grafanaAccess(contextOf(awsInfra, config), "grafana"));
  const checked = person(email, ...groups);
  return evaluate(objects, gateway, { path, headers: { "kubeflow-userid": email }, checked }).allowed;
}

describe("who sees Grafana", () => {
  const admins = { signOn: { admins: ["ada@example.com"] } };
  const some = { ...admins, observability: { grafana: { users: ["bob@example.com"], groups: ["sre"] } } };

  it("is nobody where nobody is named", () => {
    assert.equal(passes({}, "ada@example.com"), false);
    assert.equal(passes({}, "ada@example.com", ["sre"]), false);
  });

  it("are the administrators, and nobody else of those who have signed in", () => {
    assert.equal(passes(admins, "ada@example.com"), true);
    assert.equal(passes(admins, "bob@example.com"), false);
  });

  it("are whom configuration names beside them, by address or by group", () => {
    assert.equal(passes(some, "ada@example.com"), true);
    assert.equal(passes(some, "bob@example.com"), true);
    assert.equal(passes(some, "eve@example.com", ["sre", "other"]), true);
    assert.equal(passes(some, "eve@example.com", ["other"]), false);
    assert.equal(passes(some, "eve@example.com"), false);
  });

  it("is asked of every path of Grafana, and of no other", () => {
    for (const path of ["/grafana", "/grafana/", "/grafana/api/ds/query"]) {
      assert.equal(passes(admins, "bob@example.com", [], path), false, path);
    }
    for (const path of ["/", "/grafanas", "/jupyter/grafana/"]) {
      assert.equal(passes(admins, "bob@example.com", [], path), true, path);
    }
  });
});

describe("Grafana's pods", () => {
  const objects = securityObjects(grafanaAccess(contextOf(awsInfra), "grafana"));
  const asks = (peer?: string) =>
    evaluate(objects, grafana, { path: "/grafana/", ...(peer !== undefined && { peer }) });

  it("take requests of the gateway alone: a header says who somebody is", () => {
    assert.equal(asks(GATEWAYS.ingress).allowed, true);
    assert.equal(asks(GATEWAYS.clusterLocal).allowed, false);
    assert.equal(asks(principal("team-a", "default-editor")).allowed, false);
    assert.equal(asks().allowed, false);
  });

  it("are routed to from the gateway, by mutual TLS, without the token, and into the dashboard's frame alone", () => {
    const [route, rule] = grafanaAccess(contextOf(awsInfra), "kube-prometheus-stack-grafana");
    const host = "kube-prometheus-stack-grafana.monitoring.svc.cluster.local";
    assert.deepEqual(route?.spec, {
      gateways: ["kubeflow/kubeflow-gateway"],
      hosts: ["*"],
      http: [
        {
          match: [{ uri: { exact: "/grafana" } }, { uri: { prefix: "/grafana/" } }],
          headers: {
            request: { remove: ["authorization"] },
            response: { set: { "content-security-policy": "frame-ancestors 'self'" } },
          },
          route: [{ destination: { host, port: { number: 80 } } }],
        },
      ],
    });
    assert.deepEqual(rule?.spec, { host, trafficPolicy: { tls: { mode: "ISTIO_MUTUAL" } } });
  });
});
