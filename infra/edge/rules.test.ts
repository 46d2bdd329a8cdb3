import assert from "node:assert/strict";
import { EdgeConfig } from "../config/edge";
import { developmentSite, productionSite } from "../testing/mocks";
import { edgeMistakes, placeholderMistakes } from "./rules";

const oidc = {
  kind: "oidc",
  issuer: "https://login.acme.dev/realms/ml",
  clientId: "kubeflow",
  clientSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-AbCdEf",
};
const certificateArn = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-0000-0000-000000000001";
const edge = (more: object = {}) =>
  EdgeConfig.parse({ domain: "kubeflow.acme.dev", signOn: { kind: "cognito" }, ...more });

describe("edgeMistakes", () => {
  it("finds none where there is nothing to find", () => {
    assert.deepEqual(edgeMistakes(edge(), productionSite), []);
    assert.deepEqual(edgeMistakes(edge({ certificateArn, signOn: oidc }), productionSite), []);
    assert.deepEqual(edgeMistakes(undefined, developmentSite), []);
    const zoneId = "Z0123456789OTHER";
    for (const models of [{ domain: "models.kubeflow.acme.dev" }, { domain: "models.acme.dev", zoneId }]) {
      assert.deepEqual(edgeMistakes(edge({ models }), productionSite), []);
    }
    const hostedZone = { kind: "existing", zoneId };
    assert.deepEqual(
      edgeMistakes(edge({ hostedZone, models: { domain: "models.acme.dev" } }), productionSite),
      [],
    );
  });

  it("wants an edge in production", () => {
    assert.deepEqual(
      edgeMistakes(undefined, productionSite).map(({ path }) => path.join(".")),
      ["edge"],
    );
  });

  const china = { ...productionSite, partition: "aws-cn", region: "cn-north-1" };
  const named = (clusterName: string) => ({ ...productionSite, clusterName });
  for (const [title, config, site, path, message] of [
    [
      "a certificate of another region",
      edge({ certificateArn: certificateArn.replace("us-west-2", "us-east-1") }),
      productionSite,
      "edge.certificateArn",
      /arn:aws:acm:us-west-2:111122223333:certificate/,
    ],
    [
      "a certificate of another account",
      edge({ certificateArn: certificateArn.replace("111122223333", "444455556666") }),
      productionSite,
      "edge.certificateArn",
      /this account and region/,
    ],
    [
      "a certificate of another partition",
      edge({ certificateArn: certificateArn.replace("arn:aws:", "arn:aws-us-gov:") }),
      productionSite,
      "edge.certificateArn",
      /this account and region/,
    ],
    ["Cognito in China", edge(), china, "edge.signOn.kind", /no user pools in cn-north-1/],
    [
      "a cluster's name that Cognito refuses",
      edge(),
      named("kubeflow-aws"),
      "edge.signOn.domainPrefix",
      /"kubeflow-aws-111122223333" \(from the cluster's name: set another one\): Cognito refuses aws/,
    ],
    [
      "a cluster's name that is too long for Cognito",
      edge(),
      named("k".repeat(51)),
      "edge.signOn.domainPrefix",
      /63 lower-case letters/,
    ],
    [
      "an issuer's discovery document",
      edge({ signOn: { ...oidc, issuer: `${oidc.issuer}/.well-known/openid-configuration` } }),
      productionSite,
      "edge.signOn.issuer",
      /the issuer alone/,
    ],
    [
      "an issuer behind the edge itself",
      edge({ signOn: { ...oidc, issuer: "https://kubeflow.acme.dev/dex" } }),
      productionSite,
      "edge.signOn.issuer",
      /elsewhere/,
    ],
    [
      "a client secret in another region",
      edge({ signOn: { ...oidc, clientSecretArn: oidc.clientSecretArn.replace("us-west-2", "eu-west-1") } }),
      productionSite,
      "edge.signOn.clientSecretArn",
      /arn:aws:secretsmanager:us-west-2:111122223333:secret/,
    ],
    [
      "a domain that is too long for a certificate",
      edge({ domain: `${"a".repeat(50)}.kubeflow.acme.dev` }),
      productionSite,
      "edge.domain",
      /64 characters or fewer; this one has 68/,
    ],
    [
      "a domain of models that the zone made here can't hold",
      edge({ models: { domain: "models.acme.dev" } }),
      productionSite,
      "edge.models.zoneId",
      /the zone that is made for kubeflow\.acme\.dev can hold no records of models\.acme\.dev: set edge\.models\.zoneId/,
    ],
    [
      "a domain of models that is the edge's",
      edge({ models: { domain: "kubeflow.acme.dev" } }),
      productionSite,
      "edge.models.domain",
      /leave it out/,
    ],
    [
      "a domain of models that the edge's is below",
      edge({ models: { domain: "acme.dev", zoneId: "Z0123456789OTHER" } }),
      productionSite,
      "edge.models.domain",
      /beside or below kubeflow\.acme\.dev: a record of \*\.acme\.dev would answer for its neighbours too/,
    ],
    [
      "a certificate of models of another region",
      edge({
        models: {
          domain: "models.kubeflow.acme.dev",
          certificateArn: certificateArn.replace("us-west-2", "us-east-1"),
        },
      }),
      productionSite,
      "edge.models.certificateArn",
      /this account and region/,
    ],
  ] as const) {
    it(`finds ${title}`, () => {
      const mistakes = edgeMistakes(config, site);
      assert.deepEqual(
        mistakes.map((mistake) => mistake.path.join(".")),
        [path],
      );
      assert.match(mistakes[0]?.message ?? "", message);
    });
  }

  it("lets a long domain have a certificate that is there", () => {
    const config = edge({ domain: `${"a".repeat(50)}.kubeflow.acme.dev`, certificateArn });
    assert.deepEqual(edgeMistakes(config, productionSite), []);
  });

  it("takes a prefix of one's own instead of the cluster's name", () => {
    const config = edge({ signOn: { kind: "cognito", domainPrefix: "acme-ml" } });
    assert.deepEqual(edgeMistakes(config, named("kubeflow-aws")), []);
  });
});

describe("placeholderMistakes", () => {
  for (const domain of ["kubeflow.example.com", "example.org", "kubeflow.test", "a.b.example"]) {
    it(`finds ${domain}`, () => {
      assert.deepEqual(
        placeholderMistakes(edge({ domain })).map(({ path }) => path.join(".")),
        ["edge.domain"],
      );
    });
  }

  for (const domain of ["kubeflow.acme.dev", "myexample.com", "example.com.acme.dev", "test.acme.dev"]) {
    it(`leaves ${domain} alone`, () => {
      assert.deepEqual(placeholderMistakes(edge({ domain })), []);
    });
  }

  it("finds that of models", () => {
    const models = { domain: "models.example.org", zoneId: "Z0123456789OTHER" };
    assert.deepEqual(
      placeholderMistakes(edge({ models })).map(({ path }) => path.join(".")),
      ["edge.models.domain"],
    );
  });

  it("finds nothing without an edge", () => {
    assert.deepEqual(placeholderMistakes(undefined), []);
  });
});
