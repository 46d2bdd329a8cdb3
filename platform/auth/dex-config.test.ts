import assert from "node:assert/strict";
import { parse } from "yaml";
import { applyTransforms, isObject, type JsonObject, type Manifest } from "../../manifests";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { dexConfiguration } from "./dex-config";
import { clientSecret, dexPods } from "./dex-pods";
import { signOnOf } from "./sign-on";

const local = signOnOf(settingOf(localInfra));
const aws = signOnOf(settingOf(awsInfra));
const trial = signOnOf(settingOf(awsInfra, { signOn: { staticUser: true } }));

const upstream = `
issuer: http://dex.auth.svc.cluster.local:5556/dex
storage: { type: kubernetes, config: { inCluster: true } }
web: { http: "0.0.0.0:5556" }
logger: { level: debug, format: text }
oauth2: { skipApprovalScreen: true }
enablePasswordDB: true
staticPasswords:
- { email: user@example.com, hashFromEnv: DEX_USER_PASSWORD, username: user, userID: "15" }
staticClients:
- { idEnv: OIDC_CLIENT_ID, redirectURIs: [/oauth2/callback], name: App, secretEnv: OIDC_CLIENT_SECRET }
`;

function configMap(text: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "dex", namespace: "auth" },
    data: { "config.yaml": text },
  };
}

function written(signOn: typeof local, text = upstream): unknown {
  const data = dexConfiguration(signOn)(configMap(text))?.data;
  const result = isObject(data) ? data["config.yaml"] : undefined;
  return typeof result === "string" ? parse(result) : undefined;
}

const same = {
  storage: { type: "kubernetes", config: { inCluster: true } },
  web: { http: "0.0.0.0:5556" },
  logger: { level: "info", format: "text" },
  oauth2: { skipApprovalScreen: true },
  expiry: { idTokens: "12h" },
};
const client = { idEnv: "OIDC_CLIENT_ID", name: "App", secretEnv: "OIDC_CLIENT_SECRET" };
const password = { hashFromEnv: "DEX_USER_PASSWORD", username: "user", userID: "15" };

describe("dexConfiguration", () => {
  it("keeps upstream's on local, with this environment's user and session", () => {
    assert.deepEqual(written({ ...local, staticUser: "ada@example.com" }), {
      ...same,
      issuer: "http://dex.auth.svc.cluster.local:5556/dex",
      staticClients: [{ ...client, redirectURIs: ["/oauth2/callback"] }],
      enablePasswordDB: true,
      staticPasswords: [{ ...password, email: "ada@example.com" }],
    });
  });

  it("has the identity provider and no password on AWS", () => {
    assert.deepEqual(written(aws), {
      ...same,
      issuer: "https://kubeflow.example.com/dex",
      staticClients: [{ ...client, redirectURIs: ["https://kubeflow.example.com/oauth2/callback"] }],
      connectors: [
        {
          type: "oidc",
          id: "identity-provider",
          name: "Identity provider",
          config: {
            issuer: "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_AbCdEfGhI",
            clientID: "1example23456789",
            clientSecret: "$IDENTITY_PROVIDER_CLIENT_SECRET",
            redirectURI: "https://kubeflow.example.com/dex/callback",
            scopes: ["email", "profile"],
            getUserInfo: false,
            insecureEnableGroups: true,
            userNameKey: "email",
            claimMapping: { groups: "cognito:groups" },
          },
        },
      ],
    });
  });

  it("has both in a trial", () => {
    const both = written(trial);
    assert.ok(isObject(both));
    assert.deepEqual(both.staticPasswords, [{ ...password, email: "user@example.com" }]);
    assert.equal(Array.isArray(both.connectors), true);
  });

  for (const [what, from, to] of [
    ["another user", "hashFromEnv: DEX_USER_PASSWORD", "hash: $2y$12$x"],
    ["a second user", "staticClients:", "- { email: b@example.com, hash: x }\nstaticClients:"],
    ["another issuer", "issuer: http://dex", "issuer: https://dex"],
    ["another client", "idEnv: OIDC_CLIENT_ID", "id: mine"],
    ["no storage in the cluster", "type: kubernetes", "type: memory"],
  ] as const) {
    it(`fails where a release has ${what}`, () => {
      assert.throws(() => written(local, upstream.replace(from, to)), /ConfigMap\/auth\/dex of this release/);
    });
  }
});

describe("dexPods", () => {
  const secrets = (...names: string[]): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "dex", namespace: "auth" },
    spec: {
      template: {
        spec: {
          containers: [{ name: "dex", envFrom: names.map((name) => ({ secretRef: { name } })) }],
        },
      },
    },
  });

  const environment = (signOn: typeof local, manifest: Manifest) => {
    const [changed] = applyTransforms([manifest], dexPods(signOn));
    const template = objectAt(changed?.spec, "template");
    const { containers } = objectAt(template, "spec");
    return {
      containers: Array.isArray(containers) ? containers : [],
      annotations: objectAt(objectAt(template, "metadata"), "annotations"),
    };
  };

  for (const [name, signOn, expected] of [
    ["the static user's on local", local, ["dex-oidc-client", "dex-passwords"]],
    ["the identity provider's on AWS", aws, ["dex-oidc-client", "dex-identity-provider"]],
    ["both in a trial", trial, ["dex-oidc-client", "dex-passwords", "dex-identity-provider"]],
  ] as const) {
    it(`have ${name} in their environment`, () => {
      const { containers } = environment(signOn, secrets("dex-oidc-client", "dex-passwords"));
      assert.deepEqual(containers, [
        { name: "dex", envFrom: expected.map((secret) => ({ secretRef: { name: secret } })) },
      ]);
    });
  }

  it("are started anew where sign-on is another", () => {
    const manifest = secrets("dex-passwords");
    const one = environment(local, manifest).annotations;
    assert.notDeepEqual(one, environment({ ...local, sessionHours: 1 }, manifest).annotations);
    assert.deepEqual(one, environment(local, manifest).annotations);
  });

  it("fails where a release doesn't take the user's password from its Secret", () => {
    assert.throws(() => environment(local, secrets("other")), /does not take Secret dex-passwords/);
  });
});

describe("clientSecret", () => {
  it("brings the client secret from Secrets Manager", () => {
    assert.ok(aws.identityProvider);
    assert.deepEqual(clientSecret(aws.identityProvider), {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "dex-identity-provider", namespace: "auth" },
      spec: {
        refreshInterval: "1h0m0s",
        secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
        target: { name: "dex-identity-provider", creationPolicy: "Owner", deletionPolicy: "Retain" },
        data: [
          {
            secretKey: "IDENTITY_PROVIDER_CLIENT_SECRET",
            remoteRef: {
              key: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-prod-sign-on-AbCdEf",
            },
          },
        ],
      },
    });
  });
});

function objectAt(value: unknown, key: string): JsonObject {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}
