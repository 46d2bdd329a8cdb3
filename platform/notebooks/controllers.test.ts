import assert from "node:assert/strict";
import { applyTransforms, isObject, type Manifest } from "../../manifests";
import { digestAnnotation } from "../components/rollout";
import { NotebooksConfig } from "../config/notebooks";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { notebookController, tensorboardController } from "./controllers";
import { secureCookies } from "./web-apps";

function configMap(name: string, data: Record<string, string>): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "kubeflow" }, data };
}

function deployment(name: string, serviceAccountName = ""): Manifest {
  const containers = [{ name: "web", env: [] }];
  const spec = { template: { spec: { serviceAccountName, containers } } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "kubeflow" }, spec };
}

const notebooks = {
  CULL_IDLE_TIME: "1440",
  ENABLE_CULLING: "false",
  IDLENESS_CHECK_PERIOD: "1",
  ISTIO_HOST: "*",
  USE_ISTIO: "true",
};

describe("notebookController", () => {
  const before = [
    configMap("notebook-controller-config-fhm9f7tdt5", notebooks),
    deployment("notebook-controller-deployment", "notebook-controller-service-account"),
  ];

  it("stops idle servers, and answers at the dashboard's domain", () => {
    const config = { notebooks: { culling: { idleMinutes: 120 } } };
    const [settings] = applyTransforms(before, notebookController(settingOf(awsInfra, config)));
    assert.deepEqual(settings?.data, {
      CULL_IDLE_TIME: "120",
      ENABLE_CULLING: "true",
      IDLENESS_CHECK_PERIOD: "5",
      ISTIO_HOST: "kubeflow.example.com",
      USE_ISTIO: "true",
    });
  });

  it("lets them run where that is wanted, at any host where there is no domain", () => {
    const config = { notebooks: { culling: { enabled: false } } };
    const [settings] = applyTransforms(before, notebookController(settingOf(localInfra, config)));
    assert.deepEqual(settings?.data, { ...notebooks, IDLENESS_CHECK_PERIOD: "5" });
  });

  it("starts the controller anew with other settings, as it reads them once", () => {
    const digestOf = (config: object) => {
      const [, controller] = applyTransforms(before, notebookController(settingOf(localInfra, config)));
      return JSON.stringify(controller?.spec);
    };
    assert.match(digestOf({}), new RegExp(digestAnnotation));
    assert.equal(digestOf({}), digestOf({ notebooks: { sizes: { cpu: 2 } } }));
    assert.notEqual(digestOf({}), digestOf({ notebooks: { culling: { checkMinutes: 1 } } }));
  });

  it("fails where a release's controller doesn't know culling", () => {
    const { ENABLE_CULLING, ...others } = notebooks;
    const older = [configMap("notebook-controller-config-fhm9f7tdt5", others)];
    assert.throws(
      () => applyTransforms(older, notebookController(settingOf(localInfra))),
      /has no ENABLE_CULLING/,
    );
  });
});

describe("tensorboardController", () => {
  const settings = { ISTIO_HOST: "*", RWO_PVC_SCHEDULING: "False", TENSORBOARD_IMAGE: "tensorflow:2.5.1" };
  const before = [
    configMap("tensorboard-controller-config-7hd244gf2d", settings),
    deployment("tensorboard-controller-deployment", "tensorboard-controller-controller-manager"),
  ];
  const textsOf = (config: object) =>
    applyTransforms(before, tensorboardController(settingOf(awsInfra, config)))[0]?.data;

  it("follows volumes that can be used on one node, with the image that is configured", () => {
    const changed = { ...settings, ISTIO_HOST: "kubeflow.example.com", RWO_PVC_SCHEDULING: "True" };
    assert.deepEqual(textsOf({}), changed);
    assert.deepEqual(textsOf({ notebooks: { tensorboardImage: "acme/tensorboard:1" } }), {
      ...changed,
      TENSORBOARD_IMAGE: "acme/tensorboard:1",
    });
  });
});

describe("secureCookies", () => {
  it("are for HTTPS alone on AWS, for HTTP too elsewhere", () => {
    const variables = [awsInfra, localInfra].map((infra) => {
      const [changed] = applyTransforms(
        [deployment("jupyter-web-app-deployment")],
        [secureCookies("jupyter-web-app-deployment", { infra })],
      );
      return isObject(changed?.spec) ? JSON.stringify(changed.spec) : "";
    });
    assert.match(variables[0] ?? "", /\{"name":"APP_SECURE_COOKIES","value":"true"\}/);
    assert.match(variables[1] ?? "", /\{"name":"APP_SECURE_COOKIES","value":"false"\}/);
  });
});

describe("NotebooksConfig", () => {
  for (const [what, config] of [
    ["a limit below the request", { sizes: { limitFactor: 0.5 } }],
    ["a list without images", { images: { jupyter: [] } }],
    ["half a minute", { culling: { idleMinutes: 0.5 } }],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.ok(!NotebooksConfig.safeParse(config).success);
    });
  }
});
