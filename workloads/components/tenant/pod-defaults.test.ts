import * as assert from "node:assert/strict";
import { platformFixture } from "../../testing";
import { checkPodDefaults, podDefaultSpec } from "./pod-defaults";
import type { PodDefault } from "./tenant-args";

const feast: PodDefault = {
  name: "feature-store",
  description: "Reach the feature store",
  environment: { FEAST_URL: "https://feast.example.com" },
};

describe("podDefaultSpec", () => {
  it("selects by the label of its name", () => {
    assert.deepEqual(podDefaultSpec(feast), {
      selector: { matchLabels: { "feature-store": "true" } },
      desc: "Reach the feature store",
      env: [{ name: "FEAST_URL", value: "https://feast.example.com" }],
    });
  });

  it("mounts a claim once, at as many folders as asked", () => {
    assert.deepEqual(
      podDefaultSpec({
        name: "data",
        description: "Data",
        secrets: ["warehouse"],
        volumes: { "/data": "shared", "/datasets": "shared" },
        labels: { tier: "data" },
        annotations: { "example.com/note": "x" },
      }),
      {
        selector: { matchLabels: { data: "true" } },
        desc: "Data",
        envFrom: [{ secretRef: { name: "warehouse" } }],
        volumeMounts: [
          { name: "shared", mountPath: "/data" },
          { name: "shared", mountPath: "/datasets" },
        ],
        volumes: [{ name: "shared", persistentVolumeClaim: { claimName: "shared" } }],
        labels: { tier: "data" },
        annotations: { "example.com/note": "x" },
      },
    );
  });
});

describe("checkPodDefaults", () => {
  const template = {
    apiVersion: "kubeflow.org/v1alpha1",
    kind: "PodDefault",
    metadata: { name: "access-s3", namespace: "{{tenant.namespace}}" },
  };
  const platform = {
    components: ["admissionWebhook"],
    tenants: { ...platformFixture.tenants, objects: [template] },
  };
  const check = (...podDefaults: PodDefault[]) => {
    checkPodDefaults('tenant "team-a"', podDefaults, platform);
  };

  it("takes one that gives something", () => {
    check(feast);
  });

  const wrong: [string, PodDefault[], RegExp][] = [
    ["a wrong name", [{ ...feast, name: "A b" }], /podDefault "A b": a name has/],
    ["a name of the platform's", [{ ...feast, name: "access-s3" }], /the platform gives every tenant one/],
    ["one name twice", [feast, feast], /there are two of this name/],
    ["no description", [{ ...feast, description: " " }], /needs a description/],
    ["one that gives nothing", [{ ...feast, environment: {} }], /something that it gives to pods/],
    ["a wrong variable", [{ ...feast, environment: { "A-B": "" } }], /"A-B" is no name of an environment/],
    ["a wrong folder", [{ ...feast, volumes: { data: "shared" } }], /"data" is no folder/],
    ["a wrong claim", [{ ...feast, volumes: { "/data": "Shared" } }], /volume "Shared": a name has/],
    ["its own label", [{ ...feast, labels: { "feature-store": "x" } }], /label by which it is chosen/],
  ];
  for (const [what, podDefaults, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        check(...podDefaults);
      }, message);
    });
  }

  it("refuses any where nothing applies them", () => {
    assert.throws(() => {
      checkPodDefaults('tenant "team-a"', [feast], { ...platform, components: [] });
    }, /admissionWebhook, which is switched off/);
  });
});
