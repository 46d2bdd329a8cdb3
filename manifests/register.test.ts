import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { isObject, type Manifest } from "./manifest";
import { KubeflowProvider } from "./provider";
import { overridesOf, type RegisterArgs, registerManifests, tokenOf } from "./register";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

const manifests: readonly Manifest[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "kubeflow" } },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login", namespace: "kubeflow" },
    stringData: { password: "12341234" },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "guard" },
    webhooks: [],
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "server", namespace: "kubeflow" },
    spec: {},
  },
  { apiVersion: "batch/v1", kind: "Job", metadata: { name: "tables", namespace: "kubeflow" }, spec: {} },
  { apiVersion: "x.example/v1", kind: "Thing", metadata: { name: "first" } },
];

const crds = [
  { name: "things.x.example", digest: "d1", group: "x.example", kind: "Thing", namespaced: false },
];

function inputsOf({ inputs }: { readonly inputs: unknown }): Record<string, unknown> {
  return isObject(inputs) ? inputs : {};
}

/** Registers the manifests above and gives what the engine would be told, in its order. */
async function register(
  webhooks: RegisterArgs["webhooks"] = {},
  more: Partial<Pick<RegisterArgs, "crds" | "installedGroups" | "offersServed">> = {},
): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        const { type, name }: { type: string; name: string } = args;
        registered.push({ type, name, inputs: inputsOf(args) });
        return { id: name, state: inputsOf(args) };
      },
      call: () => ({}),
    },
    "kubeflow-platform",
    "test",
  );
  await pulumi.runtime.runInPulumiStack(() => {
    const parent = new pulumi.ComponentResource("kubeflow:platform:Component", "app");
    registerManifests("app", {
      crds,
      manifests,
      overrides: { "Secret/kubeflow/login": { data: { password: "Z2VuZXJhdGVk" } } },
      parent,
      kubernetes: new kubernetes.Provider("cluster", { kubeconfig: "k" }),
      kubeflow: new KubeflowProvider("cluster", { kubeconfig: "k", clusterIdentifier: "i" }),
      after: [],
      webhooks,
      ...more,
    });
    return Promise.resolve({});
  });
  await pulumi.runtime.disconnect();
  return registered;
}

describe("registerManifests", () => {
  it("registers each object under the official provider's token, named by namespace and name", async () => {
    const registered = await register();
    const names = registered.map(({ type, name }) => `${type} ${name}`);
    assert.deepEqual(names.filter((name) => name.startsWith("kubernetes:")).sort(), [
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration guard",
      "kubernetes:apps/v1:Deployment kubeflow/server",
      "kubernetes:batch/v1:Job kubeflow/tables",
      "kubernetes:core/v1:Namespace kubeflow",
      "kubernetes:core/v1:Secret kubeflow/login",
      "kubernetes:x.example/v1:Thing first",
    ]);
  });

  it("applies stage after stage: definitions and namespace, configuration, jobs, workloads, gate, what it serves", async () => {
    const registered = await register();
    const at = (name: string) => registered.findIndex((resource) => resource.name === name);
    const gate = registered.findIndex(({ type }) => type === "kubeflow:manifests:ReadinessGate");
    assert.ok(at("kubeflow") < at("kubeflow/login"));
    assert.ok(at("kubeflow/login") < at("kubeflow/tables"));
    assert.ok(at("kubeflow/tables") < at("kubeflow/server"));
    assert.ok(at("kubeflow/server") < gate);
    assert.ok(gate < at("first"));
  });

  it("lets others wait for what it serves where that is asked for", async () => {
    const registered = await register({}, { offersServed: true });
    const at = (name: string) => registered.findIndex((resource) => resource.name === name);
    assert.ok(at("app") < at("first"));
    assert.ok(at("first") < at("app-served"));
    const gates = registered.filter(({ type }) => type === "kubeflow:manifests:ReadinessGate");
    assert.deepEqual(
      gates.map(({ name }) => name),
      ["app", "app-served"],
    );
    assert.equal(gates[0]?.inputs.contents, gates[1]?.inputs.contents);
  });

  it("takes objects for served whose definitions come with what is installed", async () => {
    const registered = await register({}, { crds: [], installedGroups: ["x.example"] });
    const at = (name: string) => registered.findIndex((resource) => resource.name === name);
    assert.equal(
      registered.some(({ type }) => type === "kubeflow:manifests:CrdBundle"),
      false,
    );
    assert.ok(at("app") < at("first"));
  });

  it("replaces a Secret's literal content, all of it", async () => {
    const secret = (await register()).find(({ name }) => name === "kubeflow/login");
    assert.deepEqual(secret?.inputs.data, { password: "Z2VuZXJhdGVk" });
    assert.equal(secret.inputs.stringData, undefined);
  });

  it("hands the CRDs over as names and digests", async () => {
    const bundle = (await register()).find(({ type }) => type === "kubeflow:manifests:CrdBundle");
    assert.deepEqual(bundle?.inputs.definitions, { "things.x.example": "d1" });
    assert.equal(bundle.inputs.deleteWithBundle, false);
    assert.equal(bundle.inputs.servesWebhooks, true);
  });

  it("opens the gate when the named webhooks answer", async () => {
    const gate = (await register({ validating: ["guard"] })).find(
      ({ type }) => type === "kubeflow:manifests:ReadinessGate",
    );
    assert.deepEqual(gate?.inputs.validatingWebhooks, ["guard"]);
    assert.deepEqual(gate.inputs.mutatingWebhooks, []);
  });
});

describe("tokenOf", () => {
  it("names the core group as the official provider does", () => {
    assert.equal(tokenOf({ apiVersion: "v1", kind: "Service" }), "kubernetes:core/v1:Service");
    assert.equal(
      tokenOf({ apiVersion: "networking.istio.io/v1", kind: "Gateway" }),
      "kubernetes:networking.istio.io/v1:Gateway",
    );
  });
});

describe("overridesOf", () => {
  it("finds an object by its key, and a generated name by its stem", () => {
    const overrides = { "Secret/a/plain": { data: {} }, "Secret/a/made-*": { data: { k: "v" } } };
    const secret = (name: string): Manifest => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: "a" },
    });
    assert.equal(overridesOf(secret("plain"), overrides), overrides["Secret/a/plain"]);
    assert.equal(overridesOf(secret("made-h675gf55ht"), overrides), overrides["Secret/a/made-*"]);
    assert.deepEqual(overridesOf(secret("made-by-hand"), overrides), {});
  });
});
