import assert from "node:assert/strict";
import { productionSite } from "../testing/mocks";
import { INTERFACE_ENDPOINTS, interfaceEndpoints, s3GatewayService } from "./endpoints";

describe("VPC endpoints", () => {
  it("are those that a private cluster calls", () => {
    assert.deepEqual(
      interfaceEndpoints(productionSite).map(({ serviceName }) => serviceName),
      [
        "com.amazonaws.us-west-2.ec2",
        "com.amazonaws.us-west-2.ecr.api",
        "com.amazonaws.us-west-2.ecr.dkr",
        "com.amazonaws.us-west-2.sts",
        "com.amazonaws.us-west-2.eks",
        "com.amazonaws.us-west-2.eks-auth",
        "com.amazonaws.us-west-2.elasticloadbalancing",
        "com.amazonaws.us-west-2.logs",
        "com.amazonaws.us-west-2.ssm",
        "com.amazonaws.us-west-2.sqs",
        "com.amazonaws.us-west-2.secretsmanager",
        "com.amazonaws.us-west-2.kms",
        "com.amazonaws.us-west-2.elasticfilesystem",
      ],
    );
    assert.equal(s3GatewayService(productionSite), "com.amazonaws.us-west-2.s3");
  });

  it("have names of their own each", () => {
    const keys = interfaceEndpoints(productionSite).map(({ key }) => key);
    assert.equal(new Set(keys).size, INTERFACE_ENDPOINTS.length);
    assert.ok(keys.every((key) => /^[a-z0-9-]+$/.test(key)));
  });

  it("leave out what a region doesn't have", () => {
    const keys = interfaceEndpoints({ ...productionSite, region: "mx-central-1" }).map(({ key }) => key);
    assert.equal(keys.length, INTERFACE_ENDPOINTS.length - 1);
    assert.ok(!keys.includes("eks"));
    assert.ok(keys.includes("eks-auth"));
  });

  it("have China's names in China", () => {
    const site = { ...productionSite, region: "cn-north-1", partition: "aws-cn" };
    const names = interfaceEndpoints(site).map(({ serviceName }) => serviceName);
    assert.ok(names.includes("cn.com.amazonaws.cn-north-1.ecr.dkr"));
    assert.ok(names.includes("com.amazonaws.cn-north-1.logs"));
    assert.equal(s3GatewayService(site), "com.amazonaws.cn-north-1.s3");
  });
});
