import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { BUCKETS } from "./bucket-names";
import { lifecycleRules } from "./lifecycle";

const config = { noncurrentVersionDays: 30, intelligentTiering: true };

describe("lifecycleRules", () => {
  it("of artifacts: unfinished uploads, old versions, cheaper storage", () => {
    assert.deepEqual(lifecycleRules("artifacts", config), [
      {
        id: "abort-incomplete-uploads",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "remove-old-versions",
        status: "Enabled",
        filter: { prefix: "" },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        id: "intelligent-tiering",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
      },
    ]);
  });

  it("of logs: what AWS delivers ends, what others put there does not", () => {
    assert.deepEqual(
      lifecycleRules("logs", config)
        .slice(2)
        .map(({ id, filter, expiration }) => ({ id, filter, expiration })),
      [
        { id: "expire-s3-access", filter: { prefix: "s3-access/" }, expiration: { days: 90 } },
        { id: "expire-load-balancer", filter: { prefix: "load-balancer/" }, expiration: { days: 90 } },
        { id: "expire-cloudtrail", filter: { prefix: "cloudtrail/" }, expiration: { days: 365 } },
      ],
    );
  });

  it("moves nothing to cheaper storage unless asked", () => {
    for (const bucket of BUCKETS) {
      const rules = lifecycleRules(bucket, { ...config, intelligentTiering: false });
      assert.equal(
        rules.some(({ transitions }) => transitions !== undefined),
        false,
      );
    }
  });

  it("never removes the current version of an artifact, a model or a backup, and keeps rules apart by id", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BUCKETS),
        fc.integer({ min: 1, max: 3650 }),
        fc.boolean(),
        (bucket, noncurrentVersionDays, intelligentTiering) => {
          const rules = lifecycleRules(bucket, { noncurrentVersionDays, intelligentTiering });
          assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
          const expiring = rules.filter(({ expiration }) => expiration !== undefined && "days" in expiration);
          assert.equal(expiring.length > 0, bucket === "logs");
          assert.equal(
            expiring.every(({ filter }) => filter.prefix !== ""),
            true,
          );
          const kept = rules.flatMap(({ noncurrentVersionExpiration }) => noncurrentVersionExpiration ?? []);
          assert.deepEqual(kept, [{ noncurrentDays: noncurrentVersionDays }]);
        },
      ),
    );
  });
});
