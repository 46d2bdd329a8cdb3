import assert from "node:assert/strict";
import {
  applyTransforms,
  isIn,
  isObject,
  type JsonObject,
  type Manifest,
  releaseVersions,
} from "../../manifests";
import { checkRows, harden, hardeningManifests, withoutRow } from "./harden";
import { priorityClasses } from "./priority-classes";
import { ROWS } from "./rows";
import { SIZES } from "./sizes";
import { deployment } from "./testing";

const release = "26.03";
const one = { release, replicas: 1, priorityClasses: false } as const;
const two = { release, replicas: 2, priorityClasses: true } as const;
const katibUi = deployment("katib-ui", "kubeflow");
const namespace = (name: string): Manifest => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
const autoscaler = (name: string, spec: JsonObject): Manifest => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name, namespace: "istio-system" },
  spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name }, ...spec },
});
const budget = (name: string, spec: JsonObject): Manifest => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name, namespace: "kubeflow" },
  spec: { selector: { matchLabels: { app: "katib-ui" } }, ...spec },
});

describe("hardeningManifests", () => {
  it("adds a budget that lets one pod go at a time, where there are several", () => {
    assert.deepEqual(hardeningManifests([katibUi], two), [
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "katib-ui", namespace: "kubeflow" },
        spec: {
          selector: { matchLabels: { app: "katib-ui" } },
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      },
    ]);
    assert.deepEqual(hardeningManifests([katibUi], one), []);
    assert.deepEqual(hardeningManifests([deployment("katib-controller", "kubeflow")], two), []);
  });

  it("adds no second budget for the same pods", () => {
    assert.deepEqual(hardeningManifests([katibUi, budget("upstream", { minAvailable: 1 })], two), []);
  });

  it("refuses an object that the release has by now", () => {
    const other = {
      ...budget("katib-ui", { minAvailable: 1 }),
      spec: { selector: { matchLabels: { app: "x" } } },
    };
    assert.throws(
      () => hardeningManifests([katibUi, other], two),
      /has PodDisruptionBudget\/kubeflow\/katib-ui/,
    );
  });

  it("refuses a row that contradicts what scales its workload", () => {
    const istiod = deployment("istiod", "istio-system");
    assert.throws(
      () => hardeningManifests([istiod], one),
      /istio-system\/istiod has no HorizontalPodAutoscaler/,
    );
    const scaled = { ...autoscaler("katib-ui", {}), metadata: { name: "a", namespace: "kubeflow" } };
    assert.throws(
      () => hardeningManifests([katibUi, scaled], one),
      /katib-ui is scaled by a HorizontalPodAutoscaler/,
    );
  });

  it("adds a default for each namespace, which keeps pods from the node's metadata", () => {
    const [policy, ...others] = hardeningManifests([namespace("kubeflow")], {
      ...one,
      network: { metricsNamespaces: ["monitoring"], apiServerPorts: [443], databasePort: 3307 },
    });
    assert.deepEqual(others, []);
    const tcp = (port: number) => ({ protocol: "TCP", port });
    assert.deepEqual(policy, {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "kubeflow-default", namespace: "kubeflow" },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }],
            ports: [8080, 8443, 9090, 9402, 15014, 15020, 15090, 44180].map(tcp),
          },
        ],
        egress: [
          { to: [{ namespaceSelector: {} }] },
          { ports: [{ protocol: "UDP", port: 53 }, tcp(53)] },
          { ports: [tcp(443), tcp(3307)] },
          {
            to: [{ ipBlock: { cidr: "169.254.170.23/32" } }, { ipBlock: { cidr: "fd00:ec2::23/128" } }],
            ports: [tcp(80)],
          },
        ],
      },
    });
  });

  it("lets the API server reach webhooks, and tenants what is theirs to call", () => {
    const scaled = autoscaler("cluster-local-gateway", {});
    const gateway = deployment("cluster-local-gateway", "istio-system");
    const added = hardeningManifests([deployment("ml-pipeline", "kubeflow"), gateway, scaled], {
      ...one,
      network: {},
    });
    assert.deepEqual(
      added.map(({ metadata, spec }) => [metadata.name, isObject(spec) && spec.ingress]),
      [
        [
          "cluster-local-gateway",
          [
            {
              from: [
                { namespaceSelector: { matchLabels: { "app.kubernetes.io/part-of": "kubeflow-profile" } } },
                { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "knative-serving" } } },
                { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kubeflow" } } },
              ],
              ports: [
                { protocol: "TCP", port: 8080 },
                { protocol: "TCP", port: 8081 },
              ],
            },
          ],
        ],
        ["ml-pipeline-webhook", [{ ports: [{ protocol: "TCP", port: 8443 }] }]],
      ],
    );
  });
});

describe("harden", () => {
  it("gives autoscalers the lower bound, and never takes from the upper one", () => {
    const spec = (manifest: Manifest) => applyTransforms([manifest], harden(two))[0]?.spec;
    const target = { apiVersion: "apps/v1", kind: "Deployment", name: "a" };
    assert.deepEqual(spec(autoscaler("a", { minReplicas: 1, maxReplicas: 5 })), {
      scaleTargetRef: target,
      minReplicas: 2,
      maxReplicas: 5,
    });
    assert.deepEqual(spec(autoscaler("a", { maxReplicas: 1 })), {
      scaleTargetRef: target,
      minReplicas: 2,
      maxReplicas: 2,
    });
  });

  it("mends budgets that let all pods go at once", () => {
    const spec = (changes: JsonObject) => applyTransforms([budget("b", changes)], harden(two))[0]?.spec;
    const selector = { matchLabels: { app: "katib-ui" } };
    assert.deepEqual(spec({ minAvailable: 0 }), {
      selector,
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
    assert.deepEqual(spec({ minAvailable: 1 }), { selector, minAvailable: 1 });
    const upstream = budget("b", { minAvailable: 0 });
    assert.deepEqual(applyTransforms([upstream], harden(one)), [upstream]);
  });

  it("leaves objects alone that are no workloads", () => {
    assert.deepEqual(applyTransforms([namespace("n")], harden(two)), [namespace("n")]);
  });
});

describe("the tables", () => {
  it("name what a release lost", () => {
    assert.throws(() => {
      checkRows("dex", [namespace("auth")], release);
    }, /dex has no Deployment\/dex, ClusterRole\/dex any more/);
    checkRows("dex", [deployment("dex", "auth"), { ...namespace("dex"), kind: "ClusterRole" }], release);
    checkRows("userNamespace", [], release);
  });

  it("count in the releases that they are of", () => {
    const [before, since] = [deployment("centraldashboard", "kubeflow"), deployment("dashboard", "kubeflow")];
    checkRows("centralDashboard", [before], "26.03");
    checkRows("centralDashboard", [since], "26.03.1-rc.2");
    assert.throws(() => {
      checkRows("centralDashboard", [before], "26.03.1-rc.2");
    }, /has no Deployment\/dashboard any more/);
    assert.deepEqual(withoutRow([since], "26.03"), ["Deployment/kubeflow/dashboard"]);
    assert.deepEqual(withoutRow([since], "26.03.1-rc.2"), []);
  });

  it("name workloads and containers that nobody decided on", () => {
    const sidecar = deployment("katib-db-manager", "kubeflow", { name: "new" });
    const objects = [katibUi, deployment("new", "kubeflow"), sidecar, namespace("n")];
    assert.deepEqual(withoutRow(objects, release), [
      "Deployment/kubeflow/new",
      "Deployment/kubeflow/katib-db-manager container new",
    ]);
  });

  it("have one row for each workload of a release", () => {
    for (const version of releaseVersions) {
      const rows = ROWS.filter((row) => isIn(version, row));
      const keys = rows.map(({ kind, namespace: place, name }) => `${kind}/${place}/${name}`);
      assert.deepEqual(
        keys.filter((key, index) => keys.indexOf(key) !== index),
        [],
      );
    }
  });

  it("ask for no more than they limit", () => {
    const bytes = (quantity: string) => Number.parseInt(quantity) * (quantity.endsWith("Gi") ? 1024 : 1);
    const cores = (quantity: string) => Number.parseInt(quantity) * (quantity.endsWith("m") ? 1 : 1000);
    for (const [name, size] of Object.entries(SIZES)) {
      assert.ok(bytes(size.memory) < bytes(size.memoryLimit), name);
      assert.ok(bytes(size.storage) < bytes(size.storageLimit), name);
      // Less would slow a controller whenever many objects change at once.
      assert.ok(cores(size.cpuLimit) >= 500 && cores(size.cpuLimit) > cores(size.cpu), name);
    }
  });

  it("know two classes, below Kubernetes' own", () => {
    assert.deepEqual(
      priorityClasses().map(({ metadata, value }) => [metadata.name, value]),
      [
        ["kubeflow-platform-critical", 1_000_000],
        ["kubeflow-platform", 900_000],
      ],
    );
  });
});
