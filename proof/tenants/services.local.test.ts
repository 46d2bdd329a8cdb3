import assert from "node:assert/strict";
import { KubeError } from "../../kube/errors";
import { type KubeObject, refOf } from "../../kube/object";
import { tenantServicePolicy } from "../../platform/mesh";
import { type JsonObject, objectOf } from "../../plugin/json";
import type { Who } from "./accounts";
import { manager, refused, TenantCluster } from "./cluster";

const ports = [{ port: 80, protocol: "TCP", targetPort: 8080 }];
const plain = { ports, selector: { app: "mine" } };
const internetFacing = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
const elsewhere = { type: "ExternalName", externalName: "metadata-grpc-service.kubeflow.svc.cluster.local" };

/** A Service of team-a. */
function service(name: string, spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: "team-a", ...metadata }, spec };
}

/** What a tenant may try, by what it would be. */
const takings: Readonly<Record<string, KubeObject>> = {
  "an address of somebody else": service("taking", { ...plain, externalIPs: ["203.0.113.7"] }),
  "an address of somebody else, without a selector": service("taking", {
    ports,
    clusterIP: "None",
    externalIPs: ["203.0.113.7"],
  }),
  "a load balancer": service("taking", { ...plain, type: "LoadBalancer" }),
  "a load balancer with a chosen address": service("taking", {
    ...plain,
    type: "LoadBalancer",
    loadBalancerIP: "203.0.113.7",
  }),
  "a load balancer of a class, facing the internet": service(
    "taking",
    { ...plain, type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" },
    { annotations: internetFacing },
  ),
  "a port of every node": service("taking", { ...plain, type: "NodePort" }),
  "another namespace's Service": service("taking", elsewhere),
};

/** Against a real API server: run with `npx mocha --no-config --require tsx/cjs --timeout 600000 <this file>`. */
describe("Services of tenants, on a real API server", function () {
  this.timeout(180_000);
  const cluster = new TenantCluster("services");
  const as = (who: Who | "the administrator") => cluster.as(who);
  const refusalOf = (who: Who, wanted: KubeObject) => cluster.refusalOf(who, wanted);
  const balancer = service("old", { ...plain, type: "LoadBalancer" }, { annotations: internetFacing });

  before(async function () {
    this.timeout(1_200_000);
    await cluster.start();
  });

  after(() => cluster.stop());

  it("could be anything before the policy is there", async () => {
    for (const taking of Object.values(takings)) {
      await as("a pod of team-a").create(taking, { dryRun: true });
    }
    await as("a pod of team-a").create(balancer);
  });

  it("have a policy that the server finds no fault with, and changes nothing of", async () => {
    const port = service("port", { ...plain, type: "NodePort" });
    await cluster.enforce(
      tenantServicePolicy(),
      async () => (await refusalOf("a pod of team-a", port)) !== undefined,
    );
  });

  for (const [what, taking] of Object.entries(takings)) {
    it(`are not ${what}, neither made nor changed to it`, async () => {
      const said =
        /Service team-a\/taking: in a tenant's namespace Services are of type ClusterIP.*Allowed: ClusterIP/;
      assert.match((await refusalOf("a pod of team-a", taking)) ?? "", said);
      const before = service("taking", plain);
      await as("a pod of team-a").create(before);
      const { clusterIP, ...spec } = objectOf(taking.spec);
      await assert.rejects(changed("a pod of team-a", before, { spec }), refused);
      await as("a pod of team-a").delete(refOf(before));
    });
  }

  it("are ClusterIP, headless or not, with and without a selector, and are changed", async () => {
    for (const spec of [plain, { ...plain, clusterIP: "None" }, { ports }, { ...plain, type: "ClusterIP" }]) {
      const own = service("own", spec, { annotations: internetFacing });
      await as("a pod of team-a").create(own);
      const change = { spec: { ports: [{ port: 81, protocol: "TCP" }], selector: { app: "other" } } };
      await changed("a pod of team-a", own, change);
      await as("a pod of team-a").delete(refOf(own));
    }
  });

  it("are not what a SparkApplication says to Spark's operator", async () => {
    const userInterface = service("driver-ui", { ...plain, type: "NodePort" });
    assert.match(
      (await refusalOf("Spark's operator", userInterface)) ?? "",
      /team-a\/driver-ui: in a tenant's/,
    );
  });

  it("lead elsewhere by KServe and Knative, and by no tenant to a third place", async () => {
    const gateway = {
      type: "ExternalName",
      externalName: "knative-local-gateway.istio-system.svc.cluster.local",
    };
    for (const who of ["KServe", "Knative"] as const) {
      const alias = service("chat", { ...gateway, ports });
      await as(who).create(alias);
      await as(who).apply({ ...alias, spec: { ports, ...elsewhere } }, { ...manager, force: true });
      await as(who).apply(alias, { ...manager, force: true });
      await assert.rejects(changed("a pod of team-a", alias, { spec: elsewhere }), refused);
      await changed("a pod of team-a", alias, { metadata: { labels: { owner: "vision" } } });
      await as("a pod of team-a").delete(refOf(alias));
    }
  });

  it("are nothing but aliases to KServe, which writes no other type", async () => {
    const balanced = service("chat", { ...plain, type: "LoadBalancer" });
    assert.match((await refusalOf("KServe", balanced)) ?? "", /team-a\/chat: in a tenant's/);
  });

  it("are anything to administrators and to whoever may change the platform's Gateway", async () => {
    for (const who of ["the administrator", "a deployer"] as const) {
      for (const taking of Object.values(takings)) {
        await as(who).create(taking);
        await changed(who, taking, { metadata: { annotations: { reason: "a trial" } } });
        await as(who).delete(refOf(taking));
      }
    }
  });

  it("that were there before keep who gets in, whatever else of them is changed", async () => {
    const widened: JsonObject[] = [
      { spec: { externalIPs: ["203.0.113.7"] } },
      { spec: { type: "NodePort" } },
      { spec: { ports: [...ports.map((port) => ({ ...port, name: "one" })), { name: "two", port: 22 }] } },
      { spec: { loadBalancerSourceRanges: ["0.0.0.0/0"] } },
      { metadata: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "external" } } },
      { metadata: { annotations: { [Object.keys(internetFacing)[0] ?? ""]: null } } },
    ];
    for (const change of widened) {
      await assert.rejects(changed("a pod of team-a", balancer, change), refused);
    }
    const applied = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
    const kept: JsonObject[] = [
      { metadata: { labels: { owner: "vision" } } },
      { metadata: { annotations: applied } },
      { spec: { selector: { app: "other" } } },
      // As a program sends them that knows nothing of the ports that the server gave on nodes.
      { spec: { ports } },
    ];
    for (const change of kept) {
      await changed("a pod of team-a", balancer, change);
    }
  });

  it("that were there before can be let go of by the controller that held them", async () => {
    const hold = (finalizers: string[]) =>
      changed("the load balancer controller", balancer, { metadata: { finalizers } });
    await hold(["service.k8s.aws/resources"]);
    assert.equal(await as("a pod of team-a").delete(refOf(balancer)), "going");
    await hold([]);
    assert.equal(await as("the administrator").get(refOf(balancer)), undefined);
  });

  it("that lead out become ClusterIP again", async () => {
    const given = service("given", { ...plain, type: "LoadBalancer", externalIPs: ["203.0.113.7"] });
    await as("the administrator").create(given);
    await changed("a pod of team-a", given, { spec: { type: "ClusterIP", externalIPs: null } });
    await as("a pod of team-a").delete(refOf(given));
  });

  it("have an address by their status only where they are load balancers", async () => {
    const own = service("own", plain);
    await as("a pod of team-a").create(own);
    const status = { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } };
    const patch = (who: Who | "the administrator") =>
      cluster.changed(who, `${addressOf(own)}/status`, { status });
    await assert.rejects(patch("a pod of team-a"), (error) => statusOf(error) === 403 && !refused(error));
    await assert.rejects(patch("the administrator"), (error) => statusOf(error) === 422);
    await as("a pod of team-a").delete(refOf(own));
  });

  it("are nobody's business outside of tenants' namespaces", async () => {
    const outside = service("outside", { ...plain, type: "NodePort" }, { namespace: "delivery" });
    await as("Spark's operator").create(outside, { dryRun: true });
  });

  function changed(
    who: Who | "the administrator",
    wanted: KubeObject,
    body: JsonObject,
  ): Promise<JsonObject> {
    return cluster.changed(who, addressOf(wanted), body);
  }
});

function addressOf({ metadata }: KubeObject): string {
  return `/api/v1/namespaces/team-a/services/${metadata.name}`;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof KubeError ? error.status : undefined;
}
