import assert from "node:assert/strict";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { Audit } from "./audit";
import { dataEventSelectors, trailArn } from "./data-events";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";
const buckets = { artifacts: "p-artifacts", models: "p-models", logs: "p-logs", backups: "p-backups" };

const registered = async (
  config: { guardDuty: boolean; s3DataEvents: boolean },
  site: typeof productionSite = productionSite,
) => {
  const { resources } = await underMocks(
    () => new Audit("audit", { site, config, buckets, logsBucket: buckets.logs, dataKeyArn: KEY }).urn,
  );
  return resources.filter(({ type }) => type.startsWith("aws:"));
};

describe("trailArn", () => {
  it("is that of the trail in the site's account and region", () => {
    assert.equal(
      trailArn(productionSite),
      "arn:aws:cloudtrail:us-west-2:111122223333:trail/kubeflow-prod-data-events",
    );
    assert.equal(
      trailArn({ ...developmentSite, partition: "aws-us-gov", region: "us-gov-west-1" }),
      "arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/kubeflow-dev-data-events",
    );
  });
});

describe("dataEventSelectors", () => {
  it("records objects of all buckets but the one that the trail writes to", () => {
    assert.deepEqual(dataEventSelectors({ partition: "aws-cn" }, ["a", "logs", "b"], "logs"), [
      {
        name: "objects of the environment's buckets",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "resources.ARN", startsWiths: ["arn:aws-cn:s3:::a/", "arn:aws-cn:s3:::b/"] },
        ],
      },
    ]);
  });
});

describe("Audit", () => {
  it("makes nothing where nothing is asked for", async () => {
    assert.deepEqual(await registered({ guardDuty: false, s3DataEvents: false }, developmentSite), []);
  });

  it("makes an encrypted trail with validated files", async () => {
    const resources = await registered({ guardDuty: false, s3DataEvents: true });
    assert.equal(resources.length, 1);
    assert.deepEqual(only(resources, "aws:cloudtrail/trail:Trail", "audit-trail").inputs, {
      name: "kubeflow-prod-data-events",
      s3BucketName: "p-logs",
      s3KeyPrefix: "cloudtrail",
      kmsKeyId: KEY,
      enableLogFileValidation: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      advancedEventSelectors: dataEventSelectors(
        productionSite,
        ["p-artifacts", "p-models", "p-backups"],
        "p-logs",
      ),
      tags: { Name: "kubeflow-prod-data-events" },
    });
  });

  it("makes a detector with EKS audit logs and runtime monitoring of EKS alone", async () => {
    const resources = await registered({ guardDuty: true, s3DataEvents: false });
    const feature = "aws:guardduty/detectorFeature:DetectorFeature";
    assert.deepEqual(
      resources.map(({ type, name }) => `${type} ${name}`),
      [
        "aws:guardduty/detector:Detector audit-detector",
        `${feature} audit-audit-logs`,
        `${feature} audit-runtime`,
      ],
    );
    assert.deepEqual(only(resources, "aws:guardduty/detector:Detector").inputs, {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      tags: { Name: "kubeflow-prod" },
    });
    assert.deepEqual(only(resources, feature, "audit-audit-logs").inputs, {
      detectorId: "audit-detector-id",
      name: "EKS_AUDIT_LOGS",
      status: "ENABLED",
    });
    assert.deepEqual(only(resources, feature, "audit-runtime").inputs, {
      detectorId: "audit-detector-id",
      name: "RUNTIME_MONITORING",
      status: "ENABLED",
      additionalConfigurations: [
        { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" },
        { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "DISABLED" },
        { name: "EC2_AGENT_MANAGEMENT", status: "DISABLED" },
      ],
    });
  });
});
