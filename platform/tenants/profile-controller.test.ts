import assert from "node:assert/strict";
import { applyTransforms, isObject, type JsonObject, type Manifest } from "../../manifests";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { attachments } from "./attachments";
import { profileControllerTransforms } from "./profile-controller";
import { tenantObjects } from "./templates";

const name = "kubeflow-pipelines-profile-controller";

function workload(kind: string, workloadName: string, container: JsonObject): Manifest {
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name: workloadName, namespace: "kubeflow" },
    spec: { template: { metadata: { labels: { app: "x" } }, spec: { containers: [container] } } },
  };
}

const hook = (fields: JsonObject = {}) =>
  workload("Deployment", name, {
    name: "profile-controller",
    command: ["python", "/hooks/sync.py"],
    envFrom: [{ configMapRef: { name: `${name}-env-0123456789` } }],
    env: [{ name: "AWS_SECRET_ACCESS_KEY", value: "minio123" }],
    ...fields,
  });

const code: Manifest = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: `${name}-code-b44fh7k6k5`, namespace: "kubeflow" },
  data: { "sync.py": "upstream's" },
};

const decorator: Manifest = {
  apiVersion: "metacontroller.k8s.io/v1alpha1",
  kind: "DecoratorController",
  metadata: { name },
  spec: { resyncPeriodSeconds: 3600, resources: [{ apiVersion: "v1" }], attachments: [], hooks: {} },
};

const role: Manifest = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "kubeflow-metacontroller" },
  rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
};

const change = (manifest: Manifest, context = contextOf(awsInfra)): Manifest =>
  applyTransforms([manifest], profileControllerTransforms(context))[0] ?? assert.fail("it was left out");

function dataOf(context = contextOf(awsInfra)): Readonly<Record<string, unknown>> {
  const { data } = change(code, context);
  return isObject(data) ? data : assert.fail("no data");
}

function containerOf({ spec }: Manifest): JsonObject {
  const [container] =
    isObject(spec) &&
    isObject(spec.template) &&
    isObject(spec.template.spec) &&
    Array.isArray(spec.template.spec.containers)
      ? spec.template.spec.containers
      : [];
  return isObject(container) ? container : assert.fail("no container");
}

describe("profileControllerTransforms", () => {
  it("puts our hook and the templates in place of upstream's script", () => {
    const data = dataOf();
    assert.deepEqual(Object.keys(data), ["sync.py", "tenants.json"]);
    assert.match(String(data["sync.py"]), /def answer/);
    const templates: unknown = JSON.parse(String(data["tenants.json"]));
    assert.deepEqual(isObject(templates) && Object.keys(templates), ["objects", "values", "labels"]);
  });

  it("needs no key where artifacts are in S3", () => {
    assert.deepEqual(containerOf(change(hook())), {
      name: "profile-controller",
      command: ["python", "/hooks/sync.py"],
    });
    assert.doesNotMatch(JSON.stringify(profileOf(awsInfra)), /"secrets"/);
  });

  it("reads the generated keys where they are in the cluster", () => {
    const { env } = containerOf(change(hook(), contextOf(localInfra)));
    const from = (key: string) => ({ secretKeyRef: { name: "mlpipeline-minio-artifact", key } });
    assert.deepEqual(env, [
      { name: "OBJECT_STORE_ACCESS_KEY", valueFrom: from("accesskey") },
      { name: "OBJECT_STORE_SECRET_KEY", valueFrom: from("secretkey") },
    ]);
    assert.match(JSON.stringify(profileOf(localInfra)), /"secrets"/);
  });

  it("rolls the hook out when its script or a template changes", () => {
    const digest = (config: object) => JSON.stringify(change(hook(), contextOf(awsInfra, config)).spec);
    assert.equal(digest({}), digest({}));
    assert.notEqual(digest({}), digest({ tenants: { requests: { cpu: 0.2 } } }));
    assert.notEqual(digest({}), digest({ images: { mirror: "mirror.example" } }));
  });

  it("lists every kind that templates have, and gives metacontroller rights to no other", () => {
    const context = contextOf(awsInfra, {
      tenants: { ceiling: { cpu: 8 } },
      signOn: { groups: [{ name: "engineers", role: "edit" }] },
    });
    const { spec } = change(decorator, context);
    const listed = isObject(spec) && Array.isArray(spec.attachments) ? spec.attachments : [];
    const resourceOf = new Map(attachments.map(({ kind, resource }) => [kind, resource]));
    const made = new Set(tenantObjects(context).map(({ kind }) => resourceOf.get(kind)));
    assert.deepEqual(new Set(listed.map((item) => (isObject(item) ? item.resource : undefined))), made);
    const { rules } = change(role, context);
    const writable = (Array.isArray(rules) ? rules : []).filter(
      (rule) => isObject(rule) && Array.isArray(rule.verbs) && rule.verbs.includes("delete"),
    );
    assert.deepEqual(new Set(writable.flatMap((rule) => (isObject(rule) ? rule.resources : []))), made);
  });

  it("replaces what can't be changed, and changes the rest in place", () => {
    const { spec } = change(decorator);
    assert.deepEqual(isObject(spec) && { ...spec, attachments: spec.attachments }, {
      resyncPeriodSeconds: 300,
      resources: [{ apiVersion: "v1" }],
      hooks: {},
      attachments: [
        ["v1", "configmaps", "InPlace"],
        ["v1", "limitranges", "InPlace"],
        ["v1", "resourcequotas", "InPlace"],
        ["v1", "services", "InPlace"],
        ["apps/v1", "deployments", "InPlace"],
        ["networking.k8s.io/v1", "networkpolicies", "InPlace"],
        ["rbac.authorization.k8s.io/v1", "rolebindings", "InPlace"],
        ["security.istio.io/v1", "authorizationpolicies", "InPlace"],
        ["security.istio.io/v1", "requestauthentications", "InPlace"],
        ["kubeflow.org/v1alpha1", "poddefaults", "InPlace"],
        ["kueue.x-k8s.io/v1beta2", "localqueues", "Recreate"],
      ].map(([apiVersion, resource, method]) => ({ apiVersion, resource, updateStrategy: { method } })),
    });
  });

  it("takes artifact servers away where they are not shown any more, and has no right to pods without S3", () => {
    const hidden = contextOf(awsInfra, { pipelines: { showArtifacts: false } });
    assert.match(JSON.stringify(change(decorator, hidden)), /"services".*"deployments"/);
    assert.doesNotMatch(JSON.stringify(profileOf(localInfra)), /"services"|"deployments"/);
  });

  it("looks for new kinds each minute", () => {
    const args = ["--zap-log-level=4", "--discovery-interval=3600s"];
    const changed = change(workload("StatefulSet", "metacontroller", { name: "metacontroller", args }));
    assert.deepEqual(containerOf(changed).args, ["--zap-log-level=4", "--discovery-interval=60s"]);
  });

  it("leaves the settings of upstream's script out, and other objects alone", () => {
    const settings = { ...code, metadata: { name: `${name}-env-5252m69c4c`, namespace: "kubeflow" } };
    const other = { ...code, metadata: { name: "kfp-launcher", namespace: "kubeflow" } };
    const transforms = profileControllerTransforms(contextOf(awsInfra));
    assert.deepEqual(applyTransforms([settings, other], transforms), [other]);
  });

  for (const [what, manifest] of [
    ["has no script", { ...code, data: {} }],
    ["starts otherwise", hook({ command: ["python3", "/other.py"] })],
    ["has another container", hook({ name: "other" })],
    ["has no attachments", { ...decorator, spec: {} }],
    ["looks for kinds otherwise", workload("StatefulSet", "metacontroller", { name: "metacontroller" })],
  ] as const) {
    it(`fails where a release's object ${what}`, () => {
      assert.throws(() => change(manifest), /of this release has .*: tenants would not be set up/);
    });
  }
});

function profileOf(infra: typeof awsInfra): Manifest[] {
  return [change(decorator, contextOf(infra)), change(role, contextOf(infra))];
}
