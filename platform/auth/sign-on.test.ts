import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { InfraOutputs } from "../../contract";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { signOnOf } from "./sign-on";

const cognito = "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_AbCdEfGhI";
const secret = "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-prod-sign-on-AbCdEf";

function withProvider(signOn: object): InfraOutputs {
  const { aws } = awsInfra;
  assert.ok(aws?.edge);
  const edge = { ...aws.edge, signOn: { ...aws.edge.signOn, ...signOn } };
  return InfraOutputs.parse({ ...awsInfra, aws: { ...aws, edge } });
}

const withoutEdge = InfraOutputs.parse({ ...awsInfra, aws: { ...awsInfra.aws, edge: undefined } });

describe("signOnOf", () => {
  it("has one static user and dex inside the cluster on local", () => {
    const dex = "http://dex.auth.svc.cluster.local:5556/dex";
    assert.deepEqual(signOnOf(settingOf(localInfra)), {
      issuer: dex,
      jwksUri: `${dex}/keys`,
      staticUser: "user@example.com",
      sessionHours: 12,
      audiences: ["pipelines.kubeflow.org"],
      tokenIssuers: [
        {
          issuer: dex,
          jwksUri: `${dex}/keys`,
          audiences: ["kubeflow-oidc-authservice"],
          userClaim: "email",
        },
      ],
    });
  });

  it("has the identity provider, the domain and the cluster's tokens on AWS, and no static user", () => {
    const jwksUri = "http://dex.auth.svc.cluster.local:5556/dex/keys";
    const audiences = ["pipelines.kubeflow.org", "https://kubeflow.example.com"];
    assert.deepEqual(signOnOf(settingOf(awsInfra)), {
      origin: "https://kubeflow.example.com",
      domain: "kubeflow.example.com",
      issuer: "https://kubeflow.example.com/dex",
      jwksUri,
      identityProvider: {
        issuer: cognito,
        clientId: "1example23456789",
        clientSecretArn: secret,
        scopes: ["openid", "email", "profile"],
        groupsClaim: "cognito:groups",
        nameClaim: "email",
        userInfo: false,
      },
      sessionHours: 12,
      clusterIssuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF",
      audiences,
      tokenIssuers: [
        {
          issuer: "https://kubeflow.example.com/dex",
          jwksUri,
          audiences: ["kubeflow-oidc-authservice"],
          userClaim: "email",
        },
        {
          issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF",
          audiences,
          userClaim: "sub",
        },
      ],
    });
  });

  it("takes groups and names of any other provider from the claims that they usually have", () => {
    const { identityProvider } = signOnOf(settingOf(withProvider({ issuer: "https://acme.okta.com" })));
    assert.deepEqual(
      [identityProvider?.groupsClaim, identityProvider?.nameClaim, identityProvider?.scopes],
      ["groups", "name", ["openid", "email", "profile"]],
    );
  });

  it("takes what configuration says of it", () => {
    const config = {
      signOn: {
        identityProvider: {
          groupsClaim: "roles",
          nameClaim: "preferred_username",
          scopes: ["email", "openid", "groups"],
          userInfo: true,
          logoutUrl: "https://sso.example.com/logout",
        },
        tokenAudiences: ["kubeflow"],
        sessionHours: 8,
      },
    };
    const signOn = signOnOf(settingOf(withProvider({ logoutUrl: "https://other.example/logout" }), config));
    assert.deepEqual(signOn.identityProvider, {
      issuer: cognito,
      clientId: "1example23456789",
      clientSecretArn: secret,
      scopes: ["openid", "email", "groups"],
      groupsClaim: "roles",
      nameClaim: "preferred_username",
      userInfo: true,
    });
    assert.equal(signOn.logoutUrl, "https://sso.example.com/logout");
    assert.deepEqual([signOn.audiences, signOn.sessionHours], [["kubeflow"], 8]);
  });

  it("goes to infra's page after signing out where configuration names none", () => {
    const logoutUrl = "https://kubeflow.auth.us-west-2.amazoncognito.com/logout?client_id=1";
    assert.equal(signOnOf(settingOf(withProvider({ logoutUrl }))).logoutUrl, logoutUrl);
  });

  it("has a static user on AWS where there is no load balancer", () => {
    const signOn = signOnOf(settingOf(withoutEdge, { signOn: { user: "ada@example.com" } }));
    assert.deepEqual([signOn.staticUser, signOn.identityProvider], ["ada@example.com", undefined]);
  });

  it("refuses a static user beside an identity provider unless that is said", () => {
    const user = { user: "ada@example.com" };
    assert.throws(
      () => signOnOf(settingOf(awsInfra, { signOn: user })),
      (error: unknown) =>
        error instanceof UserError &&
        error.message.includes("signOn.user is ada@example.com: people sign in at https://cognito-idp") &&
        error.message.includes("staticUser to true"),
    );
    const trial = signOnOf(settingOf(awsInfra, { signOn: { ...user, staticUser: true } }));
    assert.equal(trial.staticUser, "ada@example.com");
    assert.equal(trial.identityProvider?.issuer, cognito);
  });
});
