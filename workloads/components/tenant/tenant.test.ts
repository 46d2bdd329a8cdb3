import * as assert from "node:assert/strict";
import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, inputsOf, label, platformFixture, runProgram } from "../../testing";
import { workloadProviders } from "../../provider/providers";
import { Tenant } from "./tenant";
import type { TenantSettings } from "./tenant-args";

function make(platform: PlatformOutputs, settings: Partial<TenantSettings> = {}) {
  return runProgram(() => {
    const providers = workloadProviders(platform);
    const tenant = new Tenant("team-a", { owner: "ann@example.com", ...settings, platform }, { providers });
    return Promise.resolve({ namespace: tenant.namespace });
  });
}

function makeTenant(simulated: boolean, quota = {}, templates = platformFixture.tenants) {
  const cluster = { ...platformFixture.cluster, simulated };
  return make({ ...platformFixture, cluster, tenants: templates }, { quota });
}

/** All that registers itself, but for providers. */
function labels({ resources }: Awaited<ReturnType<typeof make>>): string[] {
  return resources.map(label).filter((name) => !name.startsWith("pulumi:providers:"));
}

describe("Tenant", () => {
  it("is a Profile where a controller does the rest", async () => {
    const run = await makeTenant(false);
    assert.deepEqual(labels(run), [
      "kubeflow-workloads:tenants:DataGuard::team-a",
      "kubeflow:workloads:Tenant::team-a",
      "kubernetes:kubeflow.org/v1:Profile::team-a",
    ]);
    assert.deepEqual(run.outputs, { namespace: "team-a" });
  });

  it("makes the namespace so that a profile controller would adopt it, where there is none", async () => {
    const run = await makeTenant(true);
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:Namespace::team-a").metadata, {
      name: "team-a",
      annotations: { owner: "ann@example.com" },
      labels: {
        "istio-injection": "enabled",
        "pipelines.kubeflow.org/enabled": "true",
      },
    });
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:ServiceAccount::team-a-default-editor").metadata, {
      name: "default-editor",
      namespace: "team-a",
    });
    assert.deepEqual(inputsOf(run, "kubernetes:kubeflow.org/v1:Profile::team-a"), {
      apiVersion: "kubeflow.org/v1",
      kind: "Profile",
      metadata: { name: "team-a" },
      spec: { owner: { kind: "User", name: "ann@example.com" } },
    });
  });

  it("makes what the platform gives every tenant where no controller does", async () => {
    const run = await makeTenant(true);
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:LimitRange::team-a/tenant"), {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "tenant", namespace: "team-a" },
      spec: { limits: [{ type: "Container", defaultRequest: { cpu: "100m" } }] },
    });
  });

  it("leaves the size of silent pods to the platform where that gives one", async () => {
    const run = await makeTenant(true, { cpu: 8 });
    assert.deepEqual(
      run.resources.map(label).filter((name) => name.includes("LimitRange")),
      ["kubernetes:core/v1:LimitRange::team-a/tenant"],
    );
  });

  it("gives silent pods a size under a quota that would refuse them", async () => {
    const run = await makeTenant(false, { cpu: 8 }, { ...platformFixture.tenants, objects: [] });
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:LimitRange::team-a").metadata, {
      name: "default-requests",
      namespace: "team-a",
    });
  });

  it("has people, volumes, choices and flows as it is told", async () => {
    const template = (apiVersion: string, kind: string) => ({
      apiVersion,
      kind,
      metadata: { name: "tenant", namespace: "{{tenant.namespace}}" },
    });
    const run = await make(
      {
        ...platformFixture,
        cluster: { ...platformFixture.cluster, simulated: false },
        components: ["profiles", "admissionWebhook"],
        storageClasses: { block: "block", shared: "shared" },
        tenants: { ...platformFixture.tenants, objects: [template("networking.k8s.io/v1", "NetworkPolicy")] },
      },
      {
        contributors: [{ email: "bob@example.com", role: "view" }],
        sharedVolume: {},
        privateVolumes: [{ name: "scratch", sizeGiB: 10 }],
        podDefaults: [{ name: "feast", description: "Feast", environment: { A: "1" } }],
        egress: [{ to: { cidr: "10.0.0.0/8", ports: [22] } }],
      },
    );
    const person = "user-bob-example-com-clusterrole-view";
    assert.deepEqual(labels(run), [
      "kubeflow-workloads:tenants:DataGuard::team-a",
      "kubeflow:workloads:Tenant::team-a",
      "kubernetes:core/v1:PersistentVolumeClaim::team-a/scratch",
      "kubernetes:core/v1:PersistentVolumeClaim::team-a/shared",
      "kubernetes:kubeflow.org/v1:Profile::team-a",
      "kubernetes:kubeflow.org/v1alpha1:PodDefault::team-a/feast",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy::team-a",
      `kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::team-a/${person}`,
      `kubernetes:security.istio.io/v1:AuthorizationPolicy::team-a/${person}`,
    ]);
    assert.deepEqual(
      inputsOf(run, `kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::team-a/${person}`).metadata,
      { name: person, namespace: "team-a", annotations: { user: "bob@example.com", role: "view" } },
    );
    assert.deepEqual(inputsOf(run, "kubernetes:core/v1:PersistentVolumeClaim::team-a/scratch").metadata, {
      name: "scratch",
      namespace: "team-a",
      annotations: { "pulumi.com/skipAwait": "true" },
    });
    assert.deepEqual(inputsOf(run, "kubernetes:networking.k8s.io/v1:NetworkPolicy::team-a").metadata, {
      name: "tenant-flows",
      namespace: "team-a",
    });
    assert.deepEqual(inputsOf(run, "kubeflow-workloads:tenants:DataGuard::team-a"), {
      tenant: "team-a",
      dataMayBeLost: false,
      staying: [],
      after: "",
    });
  });

  it("gets infra's role on AWS, and nothing of its own in IAM", async () => {
    const run = await make(awsPlatformFixture, {
      modelsVolume: {},
      budget: { monthlyUsd: 10, notify: ["ann@example.com"] },
    });
    assert.deepEqual(labels(run), [
      "aws:budgets/budget:Budget::team-a",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::team-a",
      "kubeflow-workloads:tenants:DataGuard::team-a",
      "kubeflow:workloads:Tenant::team-a",
      "kubernetes:core/v1:PersistentVolume::team-a/models",
      "kubernetes:core/v1:PersistentVolumeClaim::team-a/models",
      "kubernetes:kubeflow.org/v1:Profile::team-a",
    ]);
    assert.deepEqual(inputsOf(run, "aws:eks/podIdentityAssociation:PodIdentityAssociation::team-a"), {
      clusterName: "kubeflow-prod",
      namespace: "team-a",
      serviceAccount: "default-editor",
      roleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-tenant",
    });
    assert.deepEqual(inputsOf(run, "kubeflow-workloads:tenants:DataGuard::team-a"), {
      tenant: "team-a",
      dataMayBeLost: false,
      staying: ["s3://kubeflow-prod-artifacts/team-a/", "s3://kubeflow-prod-models/team-a/"],
      after: "",
    });
    assert.deepEqual(inputsOf(run, "pulumi:providers:aws::aws"), {
      region: "us-west-2",
      allowedAccountIds: '["111122223333"]',
      defaultTags: '{"tags":{"environment":"prod","managed-by":"pulumi","project":"kubeflow-on-aws"}}',
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
  });

  it("may be removed with all that it holds where pods are simulated", async () => {
    const { dataMayBeLost } = inputsOf(
      await makeTenant(true),
      "kubeflow-workloads:tenants:DataGuard::team-a",
    );
    assert.equal(dataMayBeLost, true);
  });

  const refused: [string, string, Partial<TenantSettings>, RegExp][] = [
    ["a bad name", "kubeflow", {}, /belongs to the platform/],
    ["a negative quota", "team-a", { quota: { cpu: -1 } }, /tenant "team-a": quota\.cpu is -1/],
    ["what the platform lacks", "team-a", { modelsVolume: {} }, /is there on AWS only/],
  ];
  for (const [what, name, settings, message] of refused) {
    it(`refuses ${what} before it registers anything`, async () => {
      await assert.rejects(
        runProgram(() => {
          new Tenant(name, { owner: "ann@example.com", ...settings, platform: platformFixture });
          return Promise.resolve({});
        }),
        message,
      );
    });
  }

  it("asks nobody but the platform's cluster and account", async () => {
    await assert.rejects(
      runProgram(() => {
        const [kubernetes] = workloadProviders(platformFixture);
        const options = kubernetes === undefined ? {} : { provider: kubernetes };
        new Tenant("team-a", { owner: "ann@example.com", platform: awsPlatformFixture }, options);
        return Promise.resolve({});
      }),
      /tenant "team-a" has no provider of kubeflow-workloads, aws/,
    );
  });
});
