import assert from "node:assert/strict";
import { applyTransforms, type Manifest } from "../../manifests";
import { awsInfra, contextOf } from "../testing/settings";
import { grafanaLink } from "./dashboard-link";

describe("grafanaLink", () => {
  const links = { menuLinks: [{ link: "/jupyter/", text: "Notebooks" }], quickLinks: [] };
  const menu: Manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "centraldashboard-config", namespace: "kubeflow" },
    data: { links: JSON.stringify(links), settings: "{}" },
  };
  const changed = (config: object) =>
    applyTransforms([menu], grafanaLink(contextOf(awsInfra, config)))[0]?.data;

  it("leads to the overview, behind the entries that are there", () => {
    const entry = {
      type: "item",
      link: "/grafana/d/kubeflow-overview",
      text: "Monitoring",
      icon: "timeline",
    };
    assert.deepEqual(changed({}), {
      links: JSON.stringify({ ...links, menuLinks: [...links.menuLinks, entry] }, undefined, 2),
      settings: "{}",
    });
  });

  it("is not there where Grafana isn't, or nobody leads to it", () => {
    assert.deepEqual(grafanaLink(contextOf(awsInfra, {}, ["prometheus"])), []);
    assert.deepEqual(grafanaLink(contextOf(awsInfra, {}, ["oauth2Proxy"])), []);
  });

  it("leads to the first page that somebody arranged", () => {
    const dashboards = [
      { name: "vision", title: "Vision" },
      { name: "speech", title: "Speech" },
    ];
    assert.match(JSON.stringify(changed({ observability: { dashboards } })), /\/grafana\/d\/kubeflow-vision/);
  });
});
