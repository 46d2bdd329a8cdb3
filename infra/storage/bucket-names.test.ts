import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { ObjectStorageConfig } from "../config/storage";
import { productionSite } from "../testing/mocks";
import { MAX_BUCKET_PREFIX, bucketNameMistakes, bucketNameProblems, bucketNames } from "./bucket-names";

describe("bucketNames", () => {
  it("begins with cluster, account and region, which nobody else has together", () => {
    assert.deepEqual(bucketNames(productionSite, {}), {
      artifacts: "kubeflow-prod-111122223333-us-west-2-artifacts",
      models: "kubeflow-prod-111122223333-us-west-2-models",
      logs: "kubeflow-prod-111122223333-us-west-2-logs",
      backups: "kubeflow-prod-111122223333-us-west-2-backups",
    });
  });

  it("begins with the prefix that is configured", () => {
    assert.equal(bucketNames(productionSite, { bucketPrefix: "acme-ml" }).logs, "acme-ml-logs");
  });

  it("takes every prefix that the schema takes, and no longer one", () => {
    const schema = ObjectStorageConfig.shape.bucketPrefix;
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,60}$/), (bucketPrefix) => {
        const problems = bucketNameMistakes(productionSite, { bucketPrefix });
        if (schema.safeParse(bucketPrefix).success) {
          assert.deepEqual(problems, []);
        }
        if (bucketPrefix.length > MAX_BUCKET_PREFIX) {
          assert.equal(problems.length > 0, true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("gives a name that follows the rules, or says why not, for every cluster's name and every region", () => {
    const names = fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/);
    const regions = fc.constantFrom(
      "us-east-1",
      "us-west-2",
      "ap-southeast-5",
      "us-gov-west-1",
      "cn-northwest-1",
    );
    fc.assert(
      fc.property(names, regions, (clusterName, region) => {
        const site = { ...productionSite, clusterName, region };
        const fitting = Object.values(bucketNames(site, {})).every(
          (name) =>
            /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) && !/^(xn--|sthree-|amzn-s3-demo-)/.test(name),
        );
        assert.equal(bucketNameMistakes(site, {}).length === 0, fitting);
      }),
      { numRuns: 500 },
    );
  });
});

describe("bucketNameProblems", () => {
  const refused: [name: string, problem: RegExp][] = [
    ["ab", /has 2 characters; S3 allows 3 to 63/],
    ["a".repeat(64), /has 64 characters/],
    ["Kubeflow-logs", /lower-case/],
    ["kubeflow_logs", /lower-case/],
    ["kubeflow.logs", /lower-case/],
    ["-logs", /begins or ends with a dash/],
    ["logs-", /begins or ends with a dash/],
    ["xn--logs", /begins with xn--/],
    ["sthree-logs", /begins with sthree-/],
    ["amzn-s3-demo-logs", /begins with amzn-s3-demo-/],
    ["logs-s3alias", /ends with -s3alias/],
    ["logs--ol-s3", /ends with --ol-s3/],
    ["logs--x-s3", /ends with --x-s3/],
    ["logs--table-s3", /ends with --table-s3/],
    ["logs-an", /ends with -an/],
  ];
  for (const [name, problem] of refused) {
    it(`refuses ${name}`, () => {
      assert.match(bucketNameProblems(name).join("\n"), problem);
    });
  }

  it("has nothing against the shortest and the longest", () => {
    assert.deepEqual([bucketNameProblems("abc"), bucketNameProblems("a".repeat(63))], [[], []]);
  });
});

describe("bucketNameMistakes", () => {
  it("says how long a prefix may be where the default gets too long", () => {
    const site = {
      ...productionSite,
      clusterName: "a-cluster-with-thirty-letters1",
      region: "ap-northeast-1",
    };
    assert.deepEqual(bucketNameMistakes(site, {}), [
      {
        path: ["objectStorage", "bucketPrefix"],
        message:
          "the bucket a-cluster-with-thirty-letters1-111122223333-ap-northeast-1-artifacts has 68 characters; S3 " +
          "allows 3 to 63; give the cluster a shorter name, or set objectStorage.bucketPrefix to 53 characters or fewer",
      },
    ]);
  });
});
