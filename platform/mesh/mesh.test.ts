import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import type { Manifest } from "../../manifests";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import {
  checkMeshMode,
  knativeReach,
  meshWideMutualTls,
  plainTextExceptions,
  sidecarInjector,
} from "./index";

const permissive = { mesh: { mutualTls: "permissive" } };
const nameOf = ({ kind, metadata }: Manifest) => `${kind}/${metadata.name}`;

describe("mutual TLS", () => {
  it("is strict for all of the mesh, and left to Istio's default where configuration says permissive", () => {
    assert.deepEqual(meshWideMutualTls(contextOf(awsInfra)), [
      {
        apiVersion: "security.istio.io/v1",
        kind: "PeerAuthentication",
        metadata: { name: "default", namespace: "istio-system" },
        spec: { mtls: { mode: "STRICT" } },
      },
    ]);
    assert.deepEqual(meshWideMutualTls(contextOf(awsInfra, permissive)), []);
  });

  it("has an exception for a port, not for pods", () => {
    const [first] = plainTextExceptions(contextOf(awsInfra));
    assert.deepEqual(first, {
      apiVersion: "security.istio.io/v1",
      kind: "PeerAuthentication",
      metadata: { name: "ml-pipeline-plain-text", namespace: "kubeflow" },
      spec: {
        selector: { matchLabels: { app: "ml-pipeline" } },
        mtls: { mode: "STRICT" },
        portLevelMtls: {
          "8443": { mode: "PERMISSIVE" },
          "8887": { mode: "PERMISSIVE" },
          "8888": { mode: "PERMISSIVE" },
        },
      },
    });
  });

  it("has the store's only where artifacts are kept in it, and none of a component that is off", () => {
    const store = "PeerAuthentication/seaweedfs-plain-text";
    assert.ok(plainTextExceptions(contextOf(localInfra)).map(nameOf).includes(store));
    assert.ok(!plainTextExceptions(contextOf(awsInfra)).map(nameOf).includes(store));
    assert.deepEqual(plainTextExceptions(contextOf(localInfra, {}, ["pipelines", "kserve"])), []);
  });

  it("lets the API server in where upstream lets nobody in, strict or not", () => {
    assert.deepEqual(plainTextExceptions(contextOf(awsInfra, permissive)), [
      {
        apiVersion: "security.istio.io/v1",
        kind: "AuthorizationPolicy",
        metadata: { name: "llmisvc-webhook", namespace: "kubeflow" },
        spec: {
          selector: { matchLabels: { "control-plane": "llmisvc-controller-manager" } },
          action: "ALLOW",
          rules: [{ to: [{ operation: { ports: ["9443"] } }] }],
        },
      },
    ]);
  });
});

describe("sidecarInjector", () => {
  const injector = (tag: string, excludeIPRanges: string): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "istio-sidecar-injector", namespace: "istio-system" },
    data: {
      config: "kept",
      values: JSON.stringify({ global: { tag, proxy: { excludeIPRanges, kept: 1 } }, revision: "" }, null, 2),
    },
  });

  it("keeps Pod Identity's agent out of sidecars on AWS", () => {
    assert.deepEqual(
      sidecarInjector(contextOf(awsInfra))(injector("1.29.0", "")),
      injector("1.28.0", "169.254.170.23/32"),
    );
    assert.deepEqual(sidecarInjector(contextOf(localInfra))(injector("1.29.0", "")), injector("1.28.0", ""));
  });

  it("fails where a release has sidecars of another version, or exclusions of its own", () => {
    const change = sidecarInjector(contextOf(awsInfra));
    assert.throws(() => change(injector("1.30.0", "")), /values\.global\.tag is not 1\.29\.0/);
    assert.throws(() => change(injector("1.29.0", "10.0.0.0/8")), /excludeIPRanges is not empty/);
  });
});

describe("knativeReach", () => {
  it("lets the two that ask tenants' pods see their Services", () => {
    assert.deepEqual(
      knativeReach().map(({ spec }) => spec),
      ["activator", "autoscaler"].map((app) => ({
        workloadSelector: { labels: { app } },
        egress: [{ hosts: ["*/*"] }],
      })),
    );
  });
});

describe("checkMeshMode", () => {
  it("refuses ambient mode with the reason, and nothing else", () => {
    assert.throws(
      () => {
        checkMeshMode({ mode: "ambient" });
      },
      (error: unknown) =>
        error instanceof UserError && /mesh\.mode is ambient: .*waypoints/.test(error.message),
    );
    checkMeshMode({ mode: "sidecar" });
  });
});
