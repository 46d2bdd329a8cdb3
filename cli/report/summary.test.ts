import * as assert from "node:assert/strict";
import { noChanges } from "../progress/changes";
import { makeStyle } from "../terminal/style";
import { PlatformOutputs } from "../../contract";
import { type SummaryFacts, summaryData, summaryText } from "./summary";

const style = makeStyle(false);

const facts: SummaryFacts = {
  environment: "local",
  changes: { ...noChanges(), created: 3, same: 1 },
  plugins: "stand-in",
  elapsed: 61_000,
  nodes: 5,
  infra: {
    contractVersion: 1,
    environment: "local",
    provider: "local",
    cluster: {
      name: "kubeflow",
      kubernetesVersion: "1.35",
      endpoint: "https://127.0.0.1:6443",
      kubeconfig: "hidden",
      identifier: "i",
      simulated: true,
    },
    nodePools: [],
    storageClasses: { block: "gp3" },
    objectStorage: { kind: "in-cluster" },
    database: { kind: "in-cluster" },
  },
  platform: undefined,
  workloads: {
    contractVersion: 1,
    environment: "local",
    tenants: [{ name: "team-a", namespace: "team-a", owner: "ann@example.com" }],
    examples: { trainJob: { apiVersion: "v1", kind: "TrainJob", namespace: "team-a", name: "t" } },
  },
};

describe("the summary", () => {
  it("says what is there, that nothing ran, and what to do next", () => {
    const text = summaryText(facts, style);
    assert.match(text, /^✔ local is up: 3 created, 1 unchanged {2}1 min 1 s\n/);
    assert.match(text, /cluster {3}kubeflow, Kubernetes 1\.35 on this machine, 5 simulated nodes/);
    assert.match(text, /pods are SIMULATED/);
    assert.match(text, /stand-ins/);
    assert.match(text, /team-a \(ann@example\.com\)/);
    assert.match(text, /trainJob \(TrainJob in team-a\)/);
    assert.match(text, /KUBECONFIG=\.local\/kubeconfig kubectl get pods -A/);
    assert.match(text, /npm run destroy {2}/);
  });

  it("names the add-ons, and says that their charts are not there where pods are simulated", () => {
    const { infra } = facts;
    assert.ok(infra !== undefined);
    const platform = (simulated: boolean) =>
      PlatformOutputs.parse({
        ...infra,
        nodePools: [{ name: "cpu", architecture: "amd64", labels: {}, taints: [] }],
        cluster: { ...infra.cluster, simulated },
        release: "26.03",
        components: ["istio", "dex"],
        addons: ["kueue", "velero"],
        endpoints: { dashboard: "https://kubeflow.example.com", pipelines: "http://ml-pipeline:8888" },
        signOn: { issuer: "https://kubeflow.example.com/dex" },
        pipelines: { definitions: "kubernetes" },
        credentials: {},
      });
    assert.match(
      summaryText({ ...facts, platform: platform(true) }, style),
      /Kubeflow 26\.03, 2 components\n {2}add-ons {3}kueue, velero \(definitions and our objects, not the charts\)/,
    );
    assert.match(summaryText({ ...facts, platform: platform(false) }, style), /add-ons {3}kueue, velero\n/);
  });

  it("warns of no simulation where containers run", () => {
    const { infra } = facts;
    assert.ok(infra !== undefined);
    const real = { ...facts, infra: { ...infra, cluster: { ...infra.cluster, simulated: false } } };
    assert.doesNotMatch(summaryText(real, style), /SIMULATED|simulated/);
  });

  it("says it where nothing changed", () => {
    const same = { ...facts, changes: { ...noChanges(), same: 684 } };
    assert.match(summaryText(same, style), /nothing changed, all 684 objects are as they should be/);
  });

  it("holds no secret for programs", () => {
    assert.doesNotMatch(JSON.stringify(summaryData(facts)), /hidden/);
  });
});
