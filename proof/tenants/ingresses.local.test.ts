import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../../config/environment";
import { createCluster, deleteCluster } from "../../infra/local/cluster";
import { CLUSTER_TOOLS } from "../../infra/local/control-plane";
import { DEFAULT_POOLS } from "../../infra/local/nodes";
import { KubeClient } from "../../kube/client";
import { KubeError } from "../../kube/errors";
import { readKubeconfig } from "../../kube/kubeconfig";
import { type KubeObject, refOf } from "../../kube/object";
import { tenantIngressPolicy } from "../../platform/mesh";
import { at, type JsonObject, objectOf, parseJson, textOf } from "../../plugin/json";
import { ensureTools, VERSIONS } from "../../toolchain";
import { accounts, backend, furniture, ingress, ruleFor, type Who } from "./ingresses";

const manager = { fieldManager: "test" };
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
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "ingresses-"));
  const clients = new Map<string, KubeClient>();
  const as = (who: Who | "the administrator") => clients.get(who) ?? assert.fail(`nobody is ${who}`);
  const policy = tenantIngressPolicy().map((manifest) => object(manifest));
  const model = ingress("model-chat", { ...istio, rules: [ruleFor("chat-team-a.example.com")] });

  before(async function () {
    this.timeout(1_200_000);
    const tools = await ensureTools(CLUSTER_TOOLS, { environment: readEnvironment() });
    const kubernetesVersion = VERSIONS.kubernetes.split(".").slice(0, 2).join(".");
    const { kubeconfig } = await createCluster(
      { name: "ingresses", directory, kubernetesVersion, nodes: [...DEFAULT_POOLS], storage: [] },
      { tools },
    );
    const administrator = KubeClient.fromKubeconfig(kubeconfig);
    clients.set("the administrator", administrator);
    for (const one of furniture) {
      await administrator.apply(one, manager);
    }
    for (const { who, namespace, name } of accounts) {
      const token = await administrator.raw(
        "POST",
        `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
        {
          body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
        },
      );
      const { server, tls } = readKubeconfig(kubeconfig);
      const { cert, key, ...trust } = tls;
      const authorization = () => Promise.resolve(`Bearer ${textOf(at(token, "status", "token"))}`);
      clients.set(who, new KubeClient({ server, tls: trust, authorization }));
    }
  });

  after(async () => {
    await Promise.all([...clients.values()].map((client) => client.close()));
    await deleteCluster(directory);
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it("could be anything before the policy is there", async () => {
    for (const taking of Object.values(takings)) {
      await as("a pod of team-a").create(taking, { dryRun: true });
    }
    await as("a pod of team-a").create(ingress("old", { ...istio, rules: [ruleFor("old.example.com")] }));
  });

  it("have a policy that the server finds no fault with, and changes nothing of", async () => {
    for (const one of policy) {
      const kept = await as("the administrator").apply(one, manager);
      assert.deepEqual(kept.spec, one.spec);
    }
    const generation = async () => {
      const found = await as("the administrator").get(refOf(policy[0] ?? assert.fail("no policy")));
      return { generation: at(found, "metadata", "generation"), status: objectOf(at(found, "status")) };
    };
    await until(async () => (await generation()).status.observedGeneration === 1);
    for (const one of policy) {
      await as("the administrator").apply(one, manager);
    }
    const { generation: now, status } = await generation();
    assert.equal(now, 1);
    assert.deepEqual(status.typeChecking ?? {}, {});
    // It counts a moment after it was written.
    await until(async () => (await refusalOf("a pod of team-a", model)) !== undefined);
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

  /** What the server says where it refuses to make an Ingress by the policy; undefined where it would make it. */
  async function refusalOf(who: Who, wanted: KubeObject): Promise<string | undefined> {
    try {
      await as(who).create(wanted, { dryRun: true });
      return undefined;
    } catch (error) {
      assert.ok(refused(error), String(error));
      return String(error);
    }
  }

  async function changed(who: Who, { metadata }: KubeObject, body: JsonObject): Promise<JsonObject> {
    const address = `/apis/networking.k8s.io/v1/namespaces/team-a/ingresses/${metadata.name}`;
    return as(who).raw("PATCH", address, { body, contentType: "application/merge-patch+json" });
  }
});

function refused(error: unknown): boolean {
  return (
    error instanceof KubeError && error.status === 403 && error.message.includes("ValidatingAdmissionPolicy")
  );
}

function object(manifest: object): KubeObject {
  const { apiVersion, kind, metadata, ...rest } = objectOf(parseJson(JSON.stringify(manifest)));
  return {
    ...rest,
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    metadata: { ...objectOf(metadata), name: textOf(at(metadata, "name")) },
  };
}

/** Milliseconds: a policy counts within seconds; the machine may be busy. */
const patience = 120_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `it did not happen within ${patience / 1000} s`);
    await sleep(200);
  }
}
