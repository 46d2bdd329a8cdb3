import assert from "node:assert/strict";
import { applyTransforms, type Manifest } from "../../manifests";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { gatewayTokens, oauth2ProxyTarget } from "./machine-tokens";
import { signOnOf } from "./sign-on";

const aws = signOnOf(settingOf(awsInfra));
const local = signOnOf(settingOf(localInfra));

const upstream = (name: string, issuer: string): Manifest => ({
  apiVersion: "security.istio.io/v1beta1",
  kind: "RequestAuthentication",
  metadata: { name, namespace: "istio-system" },
  spec: { selector: { matchLabels: { app: "istio-ingressgateway" } }, jwtRules: [{ issuer }] },
});

const rule = (fields: object, claim: string) => ({
  ...fields,
  forwardOriginalToken: true,
  outputClaimToHeaders: [
    { header: "kubeflow-userid", claim },
    { header: "kubeflow-groups", claim: "groups" },
  ],
  fromHeaders: [{ name: "Authorization", prefix: "Bearer " }],
});

describe("gatewayTokens", () => {
  it("takes dex' tokens of people and the cluster's of programs, each for its audience", () => {
    const placeholder = "https://oidc.eks.AWS_REGION.amazonaws.com/id/CLUSTER_ID";
    const [people, programs] = applyTransforms(
      [
        upstream("dex-jwt", "http://dex.auth.svc.cluster.local:5556/dex"),
        upstream("m2m-token-issuer", placeholder),
      ],
      gatewayTokens(aws),
    );
    const selector = { matchLabels: { app: "istio-ingressgateway" } };
    assert.deepEqual(people?.spec, {
      selector,
      jwtRules: [
        rule(
          {
            issuer: "https://kubeflow.example.com/dex",
            jwksUri: "http://dex.auth.svc.cluster.local:5556/dex/keys",
            audiences: ["kubeflow-oidc-authservice"],
          },
          "email",
        ),
      ],
    });
    assert.deepEqual(programs?.spec, {
      selector,
      jwtRules: [
        rule(
          {
            issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0123456789ABCDEF",
            audiences: ["pipelines.kubeflow.org", "https://kubeflow.example.com"],
          },
          "sub",
        ),
      ],
    });
  });

  it("fails where a release trusts another issuer", () => {
    assert.throws(
      () => applyTransforms([upstream("dex-jwt", "https://other.example")], gatewayTokens(aws)),
      /dex-jwt has issuers https:\/\/other\.example/,
    );
  });

  it("is for the cluster's issuer where there is one", () => {
    assert.equal(oauth2ProxyTarget(aws), "common/oauth2-proxy/overlays/m2m-dex-and-eks");
    assert.equal(oauth2ProxyTarget(local), "common/oauth2-proxy/overlays/m2m-dex-only");
  });
});
