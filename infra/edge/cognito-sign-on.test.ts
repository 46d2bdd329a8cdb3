import assert from "node:assert/strict";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { CognitoSignOn, type CognitoSignOnArgs } from "./cognito-sign-on";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";

const run = (more: Partial<CognitoSignOnArgs> = {}) =>
  underMocks(() => {
    const args: CognitoSignOnArgs = {
      site: productionSite,
      config: { kind: "cognito", multiFactor: "required" },
      domain: "kubeflow.acme.dev",
      dataKeyArn: KEY,
      ...more,
    };
    const made = new CognitoSignOn("sign-on", args);
    return { issuer: made.issuer, clientId: made.clientId, clientSecretArn: made.clientSecretArn };
  });

describe("CognitoSignOn in production", () => {
  it("makes a protected user pool that only administrators fill", async () => {
    const { resources } = await run();
    assert.deepEqual(only(resources, "aws:cognito/userPool:UserPool", "sign-on-users").inputs, {
      name: "kubeflow-prod",
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 3,
      },
      mfaConfiguration: "ON",
      softwareTokenMfaConfiguration: { enabled: true },
      deletionProtection: "ACTIVE",
      userPoolTier: "PLUS",
      userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
      tags: { Name: "kubeflow-prod" },
    });
    assert.deepEqual(
      resources
        .filter(({ type }) => type === "aws:cognito/userGroup:UserGroup")
        .map(({ name, inputs }) => [name, inputs.name, inputs.precedence, inputs.userPoolId]),
      [
        ["sign-on-kubeflow-admins", "kubeflow-admins", 1, "sign-on-users-id"],
        ["sign-on-kubeflow-users", "kubeflow-users", 2, "sign-on-users-id"],
      ],
    );
  });

  it("gives Kubeflow a client of the authorization code flow", async () => {
    const { resources } = await run();
    const page = "aws:cognito/userPoolDomain:UserPoolDomain";
    assert.deepEqual(only(resources, page, "sign-on-page").inputs, {
      domain: "kubeflow-prod-111122223333",
      userPoolId: "sign-on-users-id",
      managedLoginVersion: 1,
    });
    const client = only(resources, "aws:cognito/userPoolClient:UserPoolClient", "sign-on-client");
    assert.deepEqual(client.inputs, {
      name: "kubeflow-prod-kubeflow",
      userPoolId: "sign-on-users-id",
      generateSecret: true,
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ["code"],
      allowedOauthScopes: ["openid", "email", "profile"],
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      supportedIdentityProviders: ["COGNITO"],
      callbackUrls: ["https://kubeflow.acme.dev/dex/callback", "https://kubeflow.acme.dev/oauth2/callback"],
      logoutUrls: ["https://kubeflow.acme.dev/"],
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      accessTokenValidity: 1,
      idTokenValidity: 1,
      refreshTokenValidity: 1,
      tokenValidityUnits: { accessToken: "hours", idToken: "hours", refreshToken: "days" },
    });
  });

  it("keeps the client secret in Secrets Manager and in no output", async () => {
    const { resources, value } = await run();
    const secret = "aws:secretsmanager/secret:Secret";
    assert.deepEqual(only(resources, secret, "sign-on-client-secret").inputs, {
      name: "kubeflow-prod/sign-on/client-secret",
      description: "client secret of Kubeflow at its Cognito user pool",
      kmsKeyId: KEY,
      recoveryWindowInDays: 30,
      tags: { Name: "kubeflow-prod/sign-on/client-secret" },
    });
    const version = only(resources, "aws:secretsmanager/secretVersion:SecretVersion").inputs;
    assert.equal(version.secretId, "sign-on-client-secret-id");
    assert.match(JSON.stringify(version.secretString), /generated/);
    assert.doesNotMatch(JSON.stringify(value), /generated/);
  });
});

describe("CognitoSignOn in development", () => {
  it("can be made away with, and made anew under the same names", async () => {
    const { resources } = await run({
      site: developmentSite,
      config: { kind: "cognito", multiFactor: "off", domainPrefix: "acme-ml-dev" },
    });
    assert.equal(only(resources, "aws:secretsmanager/secret:Secret").inputs.recoveryWindowInDays, 0);
    assert.equal(only(resources, "aws:cognito/userPoolDomain:UserPoolDomain").inputs.domain, "acme-ml-dev");
    const pool = only(resources, "aws:cognito/userPool:UserPool").inputs;
    assert.deepEqual(
      [pool.deletionProtection, pool.userPoolTier, pool.userPoolAddOns, pool.mfaConfiguration],
      ["INACTIVE", "ESSENTIALS", { advancedSecurityMode: "OFF" }, "OFF"],
    );
    assert.ok(!("softwareTokenMfaConfiguration" in pool));
  });

  it("makes a second factor optional where asked to", async () => {
    const { resources } = await run({ config: { kind: "cognito", multiFactor: "optional" } });
    const pool = only(resources, "aws:cognito/userPool:UserPool").inputs;
    assert.equal(pool.mfaConfiguration, "OPTIONAL");
    assert.deepEqual(pool.softwareTokenMfaConfiguration, { enabled: true });
  });
});
