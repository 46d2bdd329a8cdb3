import assert from "node:assert/strict";
import { AlertsConfig } from "../config/alerts";
import { productionSite } from "../testing/mocks";
import { alertsMistakes } from "./rules";

const mistakes = (config: object, site = productionSite) => alertsMistakes(AlertsConfig.parse(config), site);
const paths = (config: object, site = productionSite) =>
  mistakes(config, site).map(({ path }) => path.join("."));

const topicArn = "arn:aws:sns:eu-west-1:999999999999:alerts";

describe("alertsMistakes", () => {
  it("finds none where there are no alerts, and none in the defaults", () => {
    assert.deepEqual(alertsMistakes(undefined, productionSite), []);
    assert.deepEqual(paths({ kind: "created" }), []);
  });

  it("wants subscribers of this account and region", () => {
    const config = {
      kind: "created",
      queueArns: ["arn:aws:sqs:us-west-2:111122223333:a", "arn:aws:sqs:us-east-1:111122223333:a"],
      functionArns: ["arn:aws:lambda:us-west-2:999999999999:function:a"],
    };
    assert.deepEqual(paths(config), ["alerts.queueArns.1", "alerts.functionArns.0"]);
    assert.match(
      mistakes(config)[0]?.message ?? "",
      /^a queue of this account and region, arn:aws:sqs:us-west-2:111122223333:…; subscribe others by hand/,
    );
  });

  it("takes a topic of another region and account, with a key beside it, but not of another partition", () => {
    const keyArn = "arn:aws:kms:eu-west-1:999999999999:key/1";
    assert.deepEqual(paths({ kind: "existing", topicArn }), []);
    assert.deepEqual(paths({ kind: "existing", topicArn, keyArn }), []);
    assert.deepEqual(
      paths({ kind: "existing", topicArn, keyArn: keyArn.replace("eu-west-1", "us-west-2") }),
      ["alerts.keyArn"],
    );
    const china = { ...productionSite, partition: "aws-cn", region: "cn-north-1" };
    assert.deepEqual(paths({ kind: "existing", topicArn }, china), ["alerts.topicArn"]);
  });
});
