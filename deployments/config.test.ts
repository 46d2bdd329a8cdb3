import assert from "node:assert/strict";
import { UserError } from "../config/errors";
import { parseFrontDoorConfig } from "./config";
import { devKeys, keysOf, prodConfig, prodKeys } from "./testing/environments";

describe("parseFrontDoorConfig", () => {
  it("is content with nothing: the front door publishes only", () => {
    assert.deepEqual(parseFrontDoorConfig("local", {}), {});
  });

  it("fills in the defaults", () => {
    assert.deepEqual(prodConfig, {
      repository: "acme/kubeflow",
      branch: "main",
      aws: {
        roleArn: "arn:aws:iam::111122223333:role/pulumi-prod",
        projectRoleArns: {},
        sessionMinutes: 60,
      },
      previewPullRequests: true,
      republish: false,
      drift: { enabled: true, schedule: "0 4 * * *", autoRemediate: false },
    });
  });

  const mistakes: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ["a URL for a repository", { repository: "https://github.com/acme/k" }, /repository is .*as owner\/name/],
    ["a ref for a branch", { branch: "refs/heads/main" }, /branch is .*without refs\/heads/],
    ["a path with a slash at its end", { directory: "a/" }, /directory is .*without slashes/],
    ["a path out of the repository", { directory: "/a" }, /directory is .*without slashes/],
    ["an ARN that is no role's", { aws: { roleArn: "arn:aws:iam::1:user/a" } }, /aws\.roleArn is .*IAM role/],
    [
      "a session that AWS refuses",
      { aws: { ...prodKeys.aws, sessionMinutes: 721 } },
      /sessionMinutes is 721: 15 to 720/,
    ],
    ["six fields of cron", { drift: { schedule: "0 0 4 * * *" } }, /drift\.schedule is .*five fields/],
    ["a date without a time", { expiresAt: "2030-01-31" }, /expiresAt is .*a time in UTC/],
    ["an unknown key", { brnch: "main" }, /kubeflow:deployments\.brnch: unknown key/],
  ];
  for (const [what, changes, message] of mistakes) {
    it(`refuses ${what}, by key and with what is allowed`, () => {
      assert.throws(
        () => parseFrontDoorConfig("dev", keysOf({ ...prodKeys, ...changes }, "development")),
        (error: unknown) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, message);
          assert.match(error.message, /Pulumi\.dev\.yaml/);
          return true;
        },
      );
    });
  }

  it("refuses an environment in production that destroys itself, whether it says so or by default", () => {
    const message = /expiresAt is 2030-01-31T18:00:00Z, and kubeflow-infra:tier is not development/;
    assert.throws(() => parseFrontDoorConfig("prod", keysOf(devKeys, "production")), message);
    assert.throws(
      () => parseFrontDoorConfig("prod", { "kubeflow:deployments": JSON.stringify(devKeys) }),
      message,
    );
  });
});
