import assert from "node:assert/strict";
import { applyTransforms, isObject, type Json, type Manifest } from "../../manifests";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { artifactProxyObjects, artifactProxyTransforms, hasArtifactServers } from "./artifact-proxy";
import { nameIn } from "../names";
import { deployment } from "./testing";

const fromConfigMap = {
  valueFrom: { configMapKeyRef: { name: "pipeline-install-config", key: "ARTIFACTS_PROXY_ENABLED" } },
};
const variables = {
  ARGO_ARCHIVE_LOGS: { value: "true" },
  ARTIFACTS_SERVICE_PROXY_NAME: { value: "x" },
  ARTIFACTS_SERVICE_PROXY_PORT: { value: "1" },
  ARTIFACTS_SERVICE_PROXY_ENABLED: fromConfigMap,
};
const ui = deployment("ml-pipeline-ui", variables, { image: nameIn("26.03", "pipelinesUiImage") });

const rule = (...resources: string[]) => ({ apiGroups: [""], resources, verbs: ["get"] });
const role = (...rules: Json[]): Manifest => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "ml-pipeline-ui" },
  rules,
});

function change(manifest: Manifest, pipelines: object = {}): Manifest {
  const transforms = artifactProxyTransforms(settingOf(awsInfra, { pipelines }));
  return applyTransforms([manifest], transforms)[0] ?? assert.fail("it was left out");
}

/** The variables of the UI by their names. */
function environment(pipelines: object): Record<string, string> {
  const { spec } = change(ui, pipelines);
  const template = isObject(spec) && isObject(spec.template) ? spec.template : {};
  const podSpec = isObject(template.spec) ? template.spec : {};
  const [container] = Array.isArray(podSpec.containers) ? podSpec.containers : [];
  const env = isObject(container) && Array.isArray(container.env) ? container.env : [];
  return Object.fromEntries(
    env.map((variable) => {
      assert.ok(isObject(variable));
      const { name: variableName, value } = variable;
      assert.ok(typeof variableName === "string" && typeof value === "string");
      return [variableName, value];
    }),
  );
}

const closed = {
  ALLOWED_ARTIFACT_DOMAIN_REGEX: "^http://ml-pipeline-ui-artifact\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
  ARGO_ARCHIVE_LOGS: "false",
  ARTIFACTS_SERVICE_PROXY_NAME: "ml-pipeline-ui-artifact",
  ARTIFACTS_SERVICE_PROXY_PORT: "80",
  AWS_S3_ENDPOINT: "off.invalid",
};

describe("artifactProxyTransforms", () => {
  it("make the UI ask tenants' servers, and have nothing itself", () => {
    assert.deepEqual(environment({}), { ...closed, ARTIFACTS_SERVICE_PROXY_ENABLED: "true" });
  });

  it("make it ask nobody where artifacts are not shown, and still have nothing", () => {
    assert.deepEqual(environment({ showArtifacts: false }), {
      ...closed,
      ARTIFACTS_SERVICE_PROXY_ENABLED: "false",
    });
  });

  it("let it open artifact servers only, whatever a request calls a namespace", () => {
    const allowed = new RegExp(closed.ALLOWED_ARTIFACT_DOMAIN_REGEX);
    assert.match("http://ml-pipeline-ui-artifact.team-a", allowed);
    for (const url of [
      "http://ml-pipeline-ui-artifact.a@evil.example",
      "http://ml-pipeline-ui-artifact.evil.example",
      "http://ml-pipeline-ui-artifact.a\\@evil",
      "https://example.com",
      "http://seaweedfs.kubeflow",
    ]) {
      assert.doesNotMatch(url, allowed);
    }
  });

  it("take its right to every Secret, and no other", () => {
    const changed = change(role(rule("pods", "pods/log"), rule("secrets"), rule("events")));
    assert.deepEqual(changed, role(rule("pods", "pods/log"), rule("events")));
    const inKubeflow = (rules: Json[]): Manifest => ({
      ...role(...rules),
      kind: "Role",
      metadata: { name: "ml-pipeline-ui", namespace: "kubeflow" },
    });
    assert.deepEqual(change(inKubeflow([rule("secrets", "configmaps")])), inKubeflow([rule("configmaps")]));
  });

  for (const [what, manifest, message] of [
    ["gives the UI Secrets otherwise", role(rule("pods")), /no right to secrets/],
    [
      "has another web server",
      deployment("ml-pipeline-ui", variables, { image: "x:1" }),
      /does not run ghcr/,
    ],
    [
      "has no proxy",
      deployment("ml-pipeline-ui", {}, { image: nameIn("26.03", "pipelinesUiImage") }),
      /has no variable ARGO_ARCHIVE_LOGS, ARTIFACTS_SERVICE_PROXY_ENABLED/,
    ],
  ] as const) {
    it(`fail where a release ${what}`, () => {
      assert.throws(() => change(manifest), message);
    });
  }
});

describe("artifactProxyObjects", () => {
  it("are a filter of line breaks before the UI, where it asks tenants' servers", () => {
    assert.deepEqual(artifactProxyObjects(settingOf(awsInfra)), [
      {
        apiVersion: "networking.istio.io/v1alpha3",
        kind: "EnvoyFilter",
        metadata: { name: "ml-pipeline-ui-no-line-breaks", namespace: "kubeflow" },
        spec: {
          workloadSelector: { labels: { app: "ml-pipeline-ui" } },
          configPatches: [
            {
              applyTo: "HTTP_FILTER",
              match: {
                context: "SIDECAR_INBOUND",
                listener: {
                  filterChain: {
                    filter: {
                      name: "envoy.filters.network.http_connection_manager",
                      subFilter: { name: "envoy.filters.http.router" },
                    },
                  },
                },
              },
              patch: {
                operation: "INSERT_BEFORE",
                value: {
                  name: "no-line-breaks",
                  typed_config: {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
                    rules: {
                      action: "DENY",
                      policies: {
                        "line-breaks": {
                          permissions: [
                            {
                              header: {
                                name: ":path",
                                string_match: { safe_regex: { regex: "(?i).*%0[ad].*" } },
                              },
                            },
                          ],
                          principals: [{ any: true }],
                        },
                      },
                    },
                  },
                },
              },
            },
          ],
        },
      },
    ]);
  });

  it("are none where it asks nobody", () => {
    assert.deepEqual(artifactProxyObjects(settingOf(awsInfra, { pipelines: { showArtifacts: false } })), []);
    assert.deepEqual(artifactProxyObjects(settingOf(localInfra)), []);
  });
});

describe("hasArtifactServers", () => {
  it("is for S3 where artifacts are shown", () => {
    assert.equal(hasArtifactServers(settingOf(awsInfra)), true);
    assert.equal(hasArtifactServers(settingOf(awsInfra, { pipelines: { showArtifacts: false } })), false);
    assert.equal(hasArtifactServers(settingOf(localInfra)), false);
  });
});
