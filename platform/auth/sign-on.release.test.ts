import assert from "node:assert/strict";
import {
  isIn,
  isObject,
  type Manifest,
  releaseVersions,
  type ReleaseVersion,
  type Span,
} from "../../manifests";
import type { ComponentName } from "../components/names";
import type { Context } from "../part";
import { addedKeys, type Changed, changedBy, changedKeys } from "../testing/release";
import { awsInfra, contextOf, localInfra } from "../testing/settings";

const signOn = { signOn: { admins: ["root@example.com", "second@example.com"] } };
const environmentsOf = (release: ReleaseVersion) => ({
  local: contextOf(localInfra, { release, ...signOn }),
  AWS: contextOf(awsInfra, {
    release,
    signOn: { ...signOn.signOn, identityProvider: { logoutUrl: "https://sso.example.com/out?client_id=1" } },
  }),
});

/** What only some releases get. */
const spans: Readonly<Record<string, Span>> = {
  "AuthorizationPolicy/kubeflow/localmodel-webhook": { since: "26.03.1-rc.2" },
  "PeerAuthentication/kubeflow/localmodel-plain-text": { since: "26.03.1-rc.2" },
};

/** What sign-on, edge and mesh change in a release and add to it. */
const rows: readonly [ComponentName, "local" | "AWS", readonly string[], readonly string[]][] = [
  ["dex", "local", ["ConfigMap/auth/dex", "Deployment/auth/dex"], []],
  [
    "dex",
    "AWS",
    ["ConfigMap/auth/dex", "Deployment/auth/dex", "Secret/auth/dex-passwords"],
    ["ExternalSecret/auth/dex-identity-provider"],
  ],
  [
    "oauth2Proxy",
    "local",
    [
      "ConfigMap/oauth2-proxy/oauth2-proxy-*",
      "Deployment/oauth2-proxy/oauth2-proxy",
      "RequestAuthentication/istio-system/dex-jwt",
    ],
    [],
  ],
  [
    "oauth2Proxy",
    "AWS",
    [
      "ConfigMap/oauth2-proxy/oauth2-proxy-*",
      "ConfigMap/oauth2-proxy/oauth2-proxy-parameters-*",
      "Deployment/oauth2-proxy/oauth2-proxy",
      "RequestAuthentication/istio-system/dex-jwt",
      "RequestAuthentication/istio-system/m2m-token-issuer",
    ],
    [],
  ],
  [
    "clusterLocalGateway",
    "local",
    [
      "AuthorizationPolicy/istio-system/cluster-local-gateway",
      "AuthorizationPolicy/istio-system/cluster-local-gateway-require-jwt",
      "RequestAuthentication/istio-system/cluster-local-gateway-jwt",
    ],
    [],
  ],
  [
    "istio",
    "AWS",
    ["ConfigMap/istio-system/istio-sidecar-injector"],
    [
      "PeerAuthentication/istio-system/default",
      "ValidatingAdmissionPolicy/tenants-ingresses-are-made-by-kserve",
      "ValidatingAdmissionPolicy/tenants-services-stay-in-the-cluster",
      "ValidatingAdmissionPolicyBinding/tenants-ingresses-are-made-by-kserve",
      "ValidatingAdmissionPolicyBinding/tenants-services-stay-in-the-cluster",
    ],
  ],
  [
    "kubeflowIstioResources",
    "AWS",
    ["Gateway/kubeflow/kubeflow-gateway"],
    [
      "AuthorizationPolicy/kubeflow/llmisvc-webhook",
      "AuthorizationPolicy/kubeflow/localmodel-webhook",
      "Ingress/istio-system/kubeflow",
      "PeerAuthentication/kubeflow/cache-server-plain-text",
      "PeerAuthentication/kubeflow/llmisvc-plain-text",
      "PeerAuthentication/kubeflow/localmodel-plain-text",
      "PeerAuthentication/kubeflow/metadata-grpc-plain-text",
      "PeerAuthentication/kubeflow/ml-pipeline-plain-text",
    ],
  ],
];

for (const release of releaseVersions) {
  describe(`sign-on, edge and mesh in ${release}`, function () {
    const contexts = environmentsOf(release);
    // The first rendering of a release on a machine takes some seconds.
    this.timeout(300_000);

    async function rendered(name: ComponentName, context: Context, skip: () => never): Promise<Changed> {
      const result = await changedBy(name, context);
      if (typeof result !== "string") {
        return result;
      }
      process.stderr.write(`SKIPPED: sign-on is not held against ${release}: ${result}\n`);
      return skip();
    }

    for (const [name, place, changed, added] of rows) {
      it(`change in ${name} on ${place} what they are meant to`, async function () {
        const result = await rendered(name, contexts[place], this.skip.bind(this));
        assert.deepEqual(changedKeys(result).map(withoutHash).sort(), changed);
        assert.deepEqual(
          addedKeys(result).sort(),
          added.filter((key) => isIn(release, spans[key] ?? {})),
        );
      });
    }

    it("leave nothing of upstream's static user on AWS", async function () {
      const { after } = await rendered("dex", contexts.AWS, this.skip.bind(this));
      assert.doesNotMatch(JSON.stringify([...after]), /user@example|staticPasswords|dex-passwords|\$2y\$/);
    });

    it("write a configuration of oauth2-proxy that has every key once", async function () {
      const { after } = await rendered("oauth2Proxy", contexts.AWS, this.skip.bind(this));
      const keys = textOf(after, "ConfigMap/oauth2-proxy/oauth2-proxy-", "oauth2_proxy.cfg")
        .split("\n")
        .flatMap((line) => /^([a-z_0-9]+) =/.exec(line)?.[1] ?? []);
      assert.deepEqual(keys, [...new Set(keys)]);
      assert.ok(keys.includes("whitelist_domains") && keys.includes("api_routes"));
    });

    it("end a session at the identity provider too", async function () {
      const result = await rendered("centralDashboard", contexts.AWS, this.skip.bind(this));
      const { after } = result;
      assert.ok(addedKeys(result).includes("AuthorizationPolicy/kubeflow/centraldashboard-no-self-service"));
      assert.match(
        JSON.stringify([...after]),
        /"\/oauth2\/sign_out\?rd=https%3A%2F%2Fsso\.example\.com%2Fout%3Fclient_id%3D1"/,
      );
    });

    it("keep Pod Identity's agent out of sidecars, which are of the control plane's version", async function () {
      const { after } = await rendered("istio", contexts.AWS, this.skip.bind(this));
      const values = textOf(after, "ConfigMap/istio-system/istio-sidecar-injector", "values");
      assert.match(values, /"excludeIPRanges": "169\.254\.170\.23\/32"/);
      const [, version] = /istio[^"]*\/pilot:([0-9.]+)"/.exec(JSON.stringify([...after])) ?? [];
      assert.deepEqual(/"tag": "([0-9.]+)"/.exec(values)?.[1], version);
      assert.ok(version !== undefined);
    });
  });
}

function withoutHash(key: string): string {
  return key.replace(/-[a-z0-9]{10}$/, (hash) => (/\d/.test(hash) ? "-*" : hash));
}

function textOf(objects: ReadonlyMap<string, Manifest>, key: string, field: string): string {
  const texts = [...objects].flatMap(([name, { data }]) => {
    const value = name.startsWith(key) && isObject(data) ? data[field] : undefined;
    return typeof value === "string" ? [value] : [];
  });
  assert.equal(texts.length, 1, `${key} with ${field}`);
  return texts[0] ?? "";
}
