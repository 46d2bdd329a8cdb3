import assert from "node:assert/strict";
import * as fc from "fast-check";
import { objectsOf } from "../../contract";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { networkPolicy } from "./network";
import { tenantTemplates } from "./templates";
import { type Attempt, type End, Network, type Pod } from "./testing/network-policies";

const pod = (namespace: string, labels: Readonly<Record<string, string>>, address: string): Pod => ({
  namespace,
  labels,
  address,
});

const a: Pod = pod("team-a", { app: "notebook" }, "10.0.1.1");
const otherOfA: Pod = pod("team-a", { "training.kubeflow.org/job-role": "worker" }, "10.0.1.2");
const b: Pod = pod("team-b", { app: "notebook" }, "10.0.2.1");
const artifactsOfA = pod("team-a", { app: "ml-pipeline-ui-artifact" }, "10.0.1.4");
const dns = pod("kube-system", { "k8s-app": "kube-dns" }, "10.0.3.1");
const otherSystemPod = pod("kube-system", { app: "aws-node" }, "10.0.3.2");
const istiod = pod("istio-system", { app: "istiod" }, "10.0.4.1");
const gateway = pod("istio-system", { app: "istio-ingressgateway" }, "10.0.4.2");
const localGateway = pod("istio-system", { app: "cluster-local-gateway" }, "10.0.4.3");
const pipelinesApi = pod("kubeflow", { app: "ml-pipeline" }, "10.0.5.1");
const pipelinesUi = pod("kubeflow", { app: "ml-pipeline-ui" }, "10.0.5.2");
const metadata = pod("kubeflow", { component: "metadata-grpc-server" }, "10.0.5.3");
const seaweed = pod("kubeflow", { app: "seaweedfs" }, "10.0.5.4");
const mysql = pod("kubeflow", { app: "mysql" }, "10.0.5.5");
const katibController = pod("kubeflow", { "katib.kubeflow.org/component": "controller" }, "10.0.5.6");
const katibDatabase = pod("kubeflow", { "katib.kubeflow.org/component": "db-manager" }, "10.0.5.7");
const notebookController = pod("kubeflow", { app: "notebook-controller" }, "10.0.5.8");
const profileController = pod("kubeflow", { app: "kubeflow-pipelines-profile-controller" }, "10.0.5.9");
const activator = pod("knative-serving", { app: "activator" }, "10.0.6.1");
const autoscaler = pod("knative-serving", { app: "autoscaler" }, "10.0.6.2");
const prometheus = pod("monitoring", { "app.kubernetes.io/name": "prometheus" }, "10.0.7.1");
const grafana = pod("monitoring", { "app.kubernetes.io/name": "grafana" }, "10.0.7.2");
const dex = pod("auth", { app: "dex" }, "10.0.8.1");
const impostorUi = pod("team-b", { app: "ml-pipeline-ui" }, "10.0.2.8");
const impostor = pod("team-b", { app: "istio-ingressgateway" }, "10.0.2.9");

const at = (address: string): End => ({ address });
const apiServer = at("10.0.0.10");
const s3 = at("52.218.1.1");
const podIdentity = at("169.254.170.23");
const instanceMetadata = at("169.254.169.254");
const efs = at("10.0.9.1");
const internet = at("151.101.0.223");

type Row = readonly [what: string, from: End, to: End, port: number, protocol?: "TCP" | "UDP"];

const allowed: readonly Row[] = [
  ["DNS over UDP", a, dns, 53, "UDP"],
  ["DNS over TCP", a, dns, 53],
  ["certificates of the mesh", a, istiod, 15012],
  ["calls through the ingress gateway", a, gateway, 8080],
  ["calls through the local gateway", a, localGateway, 8080],
  ["calls of Knative services", a, localGateway, 8081],
  ["the API server", a, apiServer, 443],
  ["S3", a, s3, 443],
  ["packages from the internet", a, internet, 443],
  ["credentials", a, podIdentity, 80],
  ["the Pipelines API by HTTP", a, pipelinesApi, 8888],
  ["the Pipelines API by gRPC", a, pipelinesApi, 8887],
  ["ML Metadata", a, metadata, 8080],
  ["Katib's database manager", a, katibDatabase, 6789],
  ["training nodes among themselves", a, otherOfA, 29500],
  ["training nodes among themselves, other ports and UDP", otherOfA, a, 40001, "UDP"],
  ["a notebook by the gateway", gateway, a, 8888],
  ["a model by the local gateway", localGateway, a, 8080],
  ["queue-proxy by the activator", activator, a, 8012],
  ["queue-proxy by the activator, HTTP/2", activator, a, 8013],
  ["queue-proxy's metrics", autoscaler, a, 9090],
  ["culling of notebooks", notebookController, a, 8888],
  ["Katib's suggestions", katibController, a, 6789],
  ["Katib's early stopping", katibController, a, 6788],
  ["TensorBoard in the Pipelines UI", pipelinesUi, a, 6006],
  ["artifacts for the Pipelines UI", pipelinesUi, artifactsOfA, 3000],
  ["artifacts of S3", artifactsOfA, s3, 443],
  ["the identity that they are read by", artifactsOfA, podIdentity, 80],
  ["Prometheus at a sidecar", prometheus, a, 15020],
  ["Prometheus at a model server", prometheus, a, 8080],
];

const refused: readonly Row[] = [
  ["another tenant's notebook", a, b, 8888],
  ["another tenant's model", a, b, 8080],
  ["another tenant by the HTTPS that is open to all addresses", a, b, 443],
  ["another tenant's pod that calls itself a gateway", impostor, a, 8888],
  ["instance metadata", a, instanceMetadata, 80],
  ["instance metadata on another port", a, instanceMetadata, 443],
  ["the Pod Identity agent's other ports", a, podIdentity, 2703],
  ["the database", a, mysql, 3306],
  ["other pods of kube-system", a, otherSystemPod, 8080],
  ["istiod's debugging port", a, istiod, 8080],
  ["istiod's unencrypted port", a, istiod, 15010],
  ["the profile controller, which answers with keys", a, profileController, 8080],
  ["the identity provider", a, dex, 5556],
  ["EFS, which the node mounts", a, efs, 2049],
  ["mail", a, internet, 25],
  ["unencrypted HTTP", a, internet, 80],
  ["SSH", a, internet, 22],
  ["the object store in the cluster, where there is S3", a, seaweed, 8333],
  ["queue-proxy's admin port by the activator", activator, a, 8022],
  ["a notebook by the activator", activator, a, 8888],
  ["a notebook by Grafana", grafana, a, 8888],
  ["a notebook by Katib", katibController, a, 8888],
  ["a notebook by the Pipelines API", pipelinesApi, a, 8888],
  ["a notebook by the Pipelines UI", pipelinesUi, a, 8888],
  ["another tenant's artifacts", b, artifactsOfA, 3000],
  ["another tenant's artifacts past their server's sidecar", b, artifactsOfA, 15006],
  ["artifacts by a pod that calls itself the UI", impostorUi, artifactsOfA, 3000],
  ["artifacts by the Pipelines API", pipelinesApi, artifactsOfA, 3000],
  ["a notebook from the VPC", at("10.0.77.7"), a, 8888],
  ["a notebook by another pod of kube-system", otherSystemPod, a, 8888],
];

const attempt = ([, from, to, port, protocol = "TCP"]: Row): Attempt => ({ from, to, port, protocol });

function networkOf(context = contextOf(awsInfra)): Network {
  const templates = tenantTemplates(context);
  const policies = ["team-a", "team-b"]
    .flatMap((tenant) => objectsOf(templates, tenant))
    .filter(({ kind }) => kind === "NetworkPolicy");
  assert.equal(policies.length, 2);
  return new Network(policies);
}

describe("networkPolicy", () => {
  const network = networkOf();

  for (const row of allowed) {
    it(`lets through: ${row[0]}`, () => {
      assert.ok(network.allows(attempt(row)));
    });
  }

  for (const row of refused) {
    it(`refuses: ${row[0]}`, () => {
      assert.ok(!network.allows(attempt(row)));
    });
  }

  it("never lets a pod of another tenant in, or one out to it, whatever its labels are", () => {
    const keys = ["app", "k8s-app", "component", "app.kubernetes.io/name", "katib.kubeflow.org/component"];
    const values = [
      "istio-ingressgateway",
      "activator",
      "kube-dns",
      "prometheus",
      "controller",
      "ml-pipeline",
    ];
    const labels = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values));
    const port = fc.oneof(
      fc.constantFrom(53, 80, 443, 8080, 8888, 15012),
      fc.integer({ min: 1, max: 65_535 }),
    );
    fc.assert(
      fc.property(labels, labels, port, fc.constantFrom("TCP", "UDP"), (mine, theirs, port, protocol) => {
        const [from, to] = [pod("team-b", mine, "10.0.2.2"), pod("team-a", theirs, "10.0.1.3")];
        assert.ok(!network.letsIn({ from, to, port, protocol }));
        assert.ok(!network.allows({ from: to, to: from, port, protocol }));
      }),
    );
  });

  it("never lets a pod near instance metadata", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), fc.constantFrom("TCP", "UDP"), (port, protocol) => {
        assert.ok(!network.letsOut({ from: a, to: instanceMetadata, port, protocol }));
      }),
    );
  });

  it("lets pods at the store in the cluster where there is no S3, and at nothing of AWS", () => {
    const local = networkOf(contextOf(localInfra));
    assert.ok(local.allows(attempt(["", a, seaweed, 8333])));
    assert.ok(local.allows(attempt(["", a, at("10.0.0.10"), 6443])));
    assert.ok(!local.allows(attempt(["", a, podIdentity, 80])));
  });

  it("lets pods go where configuration says", () => {
    const egress = [{ cidr: "10.9.0.0/16", ports: [5432] }];
    const open = networkOf(contextOf(awsInfra, { tenants: { egress } }));
    assert.ok(open.allows(attempt(["", a, at("10.9.1.1"), 5432])));
    assert.ok(!open.allows(attempt(["", a, at("10.8.1.1"), 5432])));
    assert.ok(!open.allows(attempt(["", a, at("10.9.1.1"), 22])));
  });

  it("keeps instance metadata closed whatever configuration opens", () => {
    const egress = [{ cidr: "0.0.0.0/0", ports: [22, 80] }];
    const open = networkOf(contextOf(awsInfra, { tenants: { egress } }));
    assert.ok(open.allows(attempt(["", a, internet, 22])));
    assert.ok(!open.allows(attempt(["", a, instanceMetadata, 80])));
  });

  it("has no flows of parts that are not there", () => {
    const context = contextOf(awsInfra, {}, ["katib", "knativeServing", "prometheus"]);
    const text = JSON.stringify(networkPolicy(context));
    assert.doesNotMatch(text, /katib|knative|monitoring/);
    assert.ok(!networkOf(context).allows(attempt(["", prometheus, a, 15020])));
  });

  it("has no flow to artifact servers where there are none", () => {
    const hidden = networkOf(contextOf(awsInfra, { pipelines: { showArtifacts: false } }));
    for (const network of [hidden, networkOf(contextOf(localInfra))]) {
      assert.ok(!network.allows(attempt(["", pipelinesUi, artifactsOfA, 3000])));
      assert.ok(network.allows(attempt(["", pipelinesUi, a, 6006])));
    }
  });

  it("writes out what the API server would add", () => {
    const { spec } = networkPolicy(contextOf(localInfra, {}, ["katib"]));
    assert.match(JSON.stringify(spec), /"podSelector":\{\},"policyTypes":\["Ingress","Egress"\]/);
    assert.doesNotMatch(JSON.stringify(spec), /\{"port":/);
  });
});
