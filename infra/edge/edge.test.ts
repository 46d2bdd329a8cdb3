import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AwsOutputs } from "../../contract/aws";
import { EdgeConfig } from "../config/edge";
import { developmentSite, only, productionSite, type Registered, underMocks } from "../testing/mocks";
import { Edge, type EdgeArgs } from "./edge";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";
const network = { publicSubnetIds: ["subnet-1a"], privateSubnetIds: ["subnet-0a", "subnet-0b"] };
/** What was given to a resource. */
const given = ({ inputs }: Registered) => inputs;

const run = (config: object, more: Partial<EdgeArgs> = {}) =>
  underMocks(() => {
    const args: EdgeArgs = {
      site: productionSite,
      config: EdgeConfig.parse({ domain: "kubeflow.acme.dev", ...config }),
      network,
      hasPublicSubnets: true,
      dataKeyArn: KEY,
      ...more,
    };
    const edge = new Edge("edge", args);
    return { outputs: edge.outputs, nameServers: edge.nameServers ?? [] };
  });

const cognito = { signOn: { kind: "cognito" } };
const oidc = {
  kind: "oidc",
  issuer: "https://login.acme.dev/realms/ml",
  clientId: "kubeflow",
  clientSecretArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:kubeflow-AbCdEf",
};
const certificateArn = "arn:aws:acm:us-west-2:111122223333:certificate/00000000-0000-0000-0000-000000000001";
const names = (resources: readonly Registered[]) =>
  resources.filter(({ type }) => type.startsWith("aws:")).map(({ name }) => name);

describe("Edge in production", () => {
  it("gives the platform what the contract asks for", async () => {
    const { value } = await run(cognito);
    assert.deepEqual(AwsOutputs.shape.edge.parse(value.outputs), value.outputs);
    assert.deepEqual(value, {
      outputs: {
        domain: "kubeflow.acme.dev",
        zoneId: "Z0123456789ABCDEFGHIJ",
        certificateArn: "arn:aws:acm:us-west-2:111122223333:edge-domain-certificate",
        webAclArn: "arn:aws:wafv2:us-west-2:111122223333:kubeflow-prod-edge",
        subnetIds: ["subnet-1a"],
        scheme: "internet-facing",
        signOn: {
          issuer: "https://cognito-idp.us-west-2.amazonaws.com/edge-sign-on-users-id",
          clientId: "edge-sign-on-client-id",
          clientSecretArn:
            "arn:aws:secretsmanager:us-west-2:111122223333:kubeflow-prod/sign-on/client-secret",
          logoutUrl:
            "https://kubeflow-prod-111122223333.auth.us-west-2.amazoncognito.com/logout" +
            "?client_id=edge-sign-on-client-id&logout_uri=https%3A%2F%2Fkubeflow.acme.dev%2F",
        },
      },
      nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"],
    });
  });

  it("proves the domain and its wildcard by one record in a zone of its own", async () => {
    const { resources } = await run(cognito);
    assert.deepEqual(given(only(resources, "aws:route53/zone:Zone", "edge-domain-zone")), {
      name: "kubeflow.acme.dev",
      comment: "Kubeflow of kubeflow-prod",
      forceDestroy: false,
      tags: { Name: "kubeflow.acme.dev" },
    });
    assert.deepEqual(given(only(resources, "aws:acm/certificate:Certificate", "edge-domain-certificate")), {
      domainName: "kubeflow.acme.dev",
      subjectAlternativeNames: ["*.kubeflow.acme.dev"],
      validationMethod: "DNS",
      tags: { Name: "kubeflow.acme.dev" },
    });
    assert.deepEqual(given(only(resources, "aws:route53/record:Record", "edge-domain-validation")), {
      zoneId: "Z0123456789ABCDEFGHIJ",
      name: "_0123456789abcdef.example.",
      type: "CNAME",
      records: ["_fedcba9876543210.acm-validations.aws."],
      ttl: 60,
      allowOverwrite: true,
    });
    const validation = "aws:acm/certificateValidation:CertificateValidation";
    assert.deepEqual(only(resources, validation, "edge-domain-issued").inputs, {
      certificateArn: "arn:aws:acm:us-west-2:111122223333:edge-domain-certificate",
      validationRecordFqdns: ["edge-domain-validation.example"],
    });
  });
});

describe("Edge in development", () => {
  it("makes a zone that goes with what others put into it", async () => {
    const { resources } = await run({ signOn: oidc, waf: false }, { site: developmentSite });
    assert.equal(given(only(resources, "aws:route53/zone:Zone")).forceDestroy, true);
  });

  it("hands on no secret", async () => {
    const { value } = await run(cognito, { site: developmentSite });
    assert.doesNotMatch(JSON.stringify(value), /"generated"/);
  });
});

describe("Edge with what is there already", () => {
  it("makes nothing where zone, certificate and identity provider are given", async () => {
    const hostedZone = { kind: "existing", zoneId: "Z0123456789GIVEN" };
    const { resources, value } = await run(
      { hostedZone, certificateArn, signOn: oidc, waf: false },
      { hasPublicSubnets: false },
    );
    assert.deepEqual(names(resources), []);
    assert.deepEqual(value, {
      outputs: {
        domain: "kubeflow.acme.dev",
        zoneId: "Z0123456789GIVEN",
        certificateArn,
        subnetIds: ["subnet-0a", "subnet-0b"],
        scheme: "internal",
        signOn: { issuer: oidc.issuer, clientId: oidc.clientId, clientSecretArn: oidc.clientSecretArn },
      },
      nameServers: [],
    });
  });

  it("proves the domain in a zone that is given", async () => {
    const hostedZone = { kind: "existing", zoneId: "Z0123456789GIVEN" };
    const { resources } = await run({ hostedZone, signOn: oidc, waf: false });
    assert.deepEqual(names(resources), [
      "edge-domain-certificate",
      "edge-domain-validation",
      "edge-domain-issued",
    ]);
    assert.equal(given(only(resources, "aws:route53/record:Record")).zoneId, "Z0123456789GIVEN");
  });

  it("makes a zone for a certificate that is given", async () => {
    const { resources } = await run({ certificateArn, signOn: oidc, waf: false });
    assert.deepEqual(names(resources), ["edge-domain-zone"]);
  });
});

describe("Edge whose models have a domain of their own", () => {
  const CERTIFICATE = "aws:acm/certificate:Certificate";
  const RECORD = "aws:route53/record:Record";
  const given = { kind: "existing", zoneId: "Z0123456789GIVEN" };
  const more = { signOn: oidc, waf: false, certificateArn };
  const zoneIds = (config: object) =>
    underMocks(() => {
      const args = { site: productionSite, network, hasPublicSubnets: true, dataKeyArn: KEY };
      const parsed = EdgeConfig.parse({ domain: "kubeflow.acme.dev", ...config });
      return pulumi.all([...new Edge("edge", { ...args, config: parsed }).zoneIds]);
    });

  it("has a certificate for them beside the first, proven in the zone that both are in", async () => {
    const { resources, value } = await run({
      ...more,
      hostedZone: given,
      models: { domain: "models.acme.dev" },
    });
    assert.deepEqual(names(resources), [
      "edge-models-certificate",
      "edge-models-validation",
      "edge-models-issued",
    ]);
    assert.deepEqual(only(resources, CERTIFICATE).inputs, {
      domainName: "models.acme.dev",
      subjectAlternativeNames: ["*.models.acme.dev"],
      validationMethod: "DNS",
      tags: { Name: "models.acme.dev" },
    });
    assert.equal(only(resources, RECORD).inputs.zoneId, "Z0123456789GIVEN");
    assert.deepEqual(value.outputs.models, {
      domain: "models.acme.dev",
      zoneId: "Z0123456789GIVEN",
      certificateArn: "arn:aws:acm:us-west-2:111122223333:edge-models-certificate",
    });
    assert.deepEqual(AwsOutputs.shape.edge.parse(value.outputs), value.outputs);
  });

  it("takes a certificate and a zone that are there", async () => {
    const models = { domain: "models.acme.dev", zoneId: "Z0123456789OTHER", certificateArn };
    const { resources, value } = await run({ ...more, models });
    assert.deepEqual(names(resources), ["edge-domain-zone"]);
    assert.deepEqual(value.outputs.models, models);
  });

  it("keeps records in each zone, once", async () => {
    const models = { domain: "models.acme.dev", certificateArn };
    for (const [config, expected] of [
      [{ hostedZone: given }, ["Z0123456789GIVEN"]],
      [{ hostedZone: given, models }, ["Z0123456789GIVEN"]],
      [{ hostedZone: given, models: { ...models, zoneId: "Z0123456789GIVEN" } }, ["Z0123456789GIVEN"]],
      [
        { hostedZone: given, models: { ...models, zoneId: "Z0123456789OTHER" } },
        ["Z0123456789GIVEN", "Z0123456789OTHER"],
      ],
    ] as const) {
      const { value } = await zoneIds({ ...more, ...config });
      assert.deepEqual(value, expected);
    }
  });
});
