import assert from "node:assert/strict";
import { type KubeObject, refOf } from "../../kube/object";
import { tenantIngressPolicy } from "../../platform/mesh";
import type { JsonObject } from "../../plugin/json";
import type { Who } from "./accounts";
import { manager, refused, TenantCluster } from "./cluster";
import { backend, ingress, ruleFor } from "./ingresses";

const istio = { ingressClassName: "istio" };

/** What a tenant may try, by what it would take. */
const takings: Readonly<Record<string, KubeObject>> = {
  "the dashboard's host": ingress("taking", { ...istio, rules: [ruleFor("kubeflow.example.com")] }),
  "every host": ingress("taking", { ...istio, rules: [ruleFor("*.example.com")] }),
  "a path of any host": ingress("taking", { ...istio, rules: [ruleFor(undefined, "/notebook/team-b/")] }),
  "what nobody else takes": ingress("taking", { ...istio, defaultBackend: backend }),
  "a host of another tenant's model": ingress("taking", {
    ...istio,
    rules: [ruleFor("chat-team-b.example.com")],
  }),
  "a host that may be its own": ingress("taking", { ...istio, rules: [ruleFor("chat-team-a.example.com")] }),
  "a load balancer of its own": ingress(
    "taking",
    { ingressClassName: "alb", rules: [ruleFor(undefined)] },
    { annotations: { "alb.ingress.kubernetes.io/scheme": "internet-facing" } },
  ),
  "a host, with the class as an annotation": ingress(
    "taking",
    { rules: [ruleFor("kubeflow.example.com")] },
    { annotations: { "kubernetes.io/ingress.class": "istio" } },
  ),
};

/** Against a real API server: run with `npx mocha --no-config --require tsx/cjs --timeout 600000 <this file>`. */
describe("Ingresses of tenants, on a real API server", function () {
  this.timeout(180_000);
  const cluster = new TenantCluster("ingresses");
  const as = (who: Who | "the administrator") => cluster.as(who);
  const refusalOf = (who: Who, wanted: KubeObject) => cluster.refusalOf(who, wanted);
  const model = ingress("model-chat", { ...istio, rules: [ruleFor("chat-team-a.example.com")] });

  before(async function () {
    this.timeout(1_200_000);
    await cluster.start();
  });

  after(() => cluster.stop());

  it("could be anything before the policy is there", async () => {
    for (const taking of Object.values(takings)) {
      await as("a pod of team-a").create(taking, { dryRun: true });
    }
    await as("a pod of team-a").create(ingress("old", { ...istio, rules: [ruleFor("old.example.com")] }));
  });

  it("have a policy that the server finds no fault with, and changes nothing of", async () => {
    await cluster.enforce(
      tenantIngressPolicy(),
      async () => (await refusalOf("a pod of team-a", model)) !== undefined,
    );
  });

  for (const [what, taking] of Object.entries(takings)) {
    it(`take no tenant ${what}`, async () => {
      const said = (await refusalOf("a pod of team-a", taking)) ?? assert.fail("it was let through");
      assert.match(
        said,
        /Ingress team-a\/taking: in a tenant's namespace KServe alone writes Ingresses\..*Allowed:/,
      );
    });
  }

  it("are not made by Spark's operator, whose hosts a tenant chooses", async () => {
    const driver = ingress("driver", { rules: [ruleFor("kubeflow.example.com")] });
    assert.match(
      (await refusalOf("Spark's operator", driver)) ?? "",
      /team-a\/driver: in a tenant's namespace/,
    );
  });

  it("are made and changed by KServe, by administrators and by whoever may change the platform's Gateway", async () => {
    for (const who of ["KServe", "the administrator", "a deployer"] as const) {
      await as(who).create(model);
      await as(who).apply(
        { ...model, spec: { ...istio, defaultBackend: backend } },
        { ...manager, force: true },
      );
      await as(who).delete(refOf(model));
    }
  });

  it("of KServe are not led elsewhere by the tenant, who may put labels on them and take them away", async () => {
    await as("KServe").create(model);
    const patched = (change: JsonObject) => changed("a pod of team-a", model, change);
    const changes: JsonObject[] = [
      { spec: { rules: [ruleFor("kubeflow.example.com")] } },
      { spec: { defaultBackend: backend } },
      { metadata: { annotations: { "alb.ingress.kubernetes.io/group.name": "platform" } } },
    ];
    for (const change of changes) {
      await assert.rejects(patched(change), refused);
    }
    await patched({ metadata: { labels: { owner: "vision" } } });
    await as("a pod of team-a").delete(refOf(model));
    assert.equal(await as("the administrator").get(refOf(model)), undefined);
  });

  it("that were there before can be let go of by the controller that held them", async () => {
    const old = ingress("old", {});
    const hold = (finalizers: string[]) =>
      changed("the load balancer controller", old, { metadata: { finalizers } });
    await hold(["ingress.k8s.aws/resources"]);
    assert.equal(await as("a pod of team-a").delete(refOf(old)), "going");
    await hold([]);
    assert.equal(await as("the administrator").get(refOf(old)), undefined);
  });

  it("are nobody's business outside of tenants' namespaces", async () => {
    const elsewhere = ingress("elsewhere", { ...istio, defaultBackend: backend }, { namespace: "delivery" });
    await as("Spark's operator").create(elsewhere, { dryRun: true });
  });

  async function changed(who: Who, { metadata }: KubeObject, body: JsonObject): Promise<JsonObject> {
    const address = `/apis/networking.k8s.io/v1/namespaces/team-a/ingresses/${metadata.name}`;
    return cluster.changed(who, address, body);
  }
});
