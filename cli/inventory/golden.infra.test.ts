import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { InfraOutputs } from "../../contract";
import { repositoryAt } from "../repository";
import { differences, infraOf, readable, reviewable } from "./testing/infra";

/**
 * Every resource of infra in dev and prod with everything that it is asked for. Review material: what a change of the
 * program, of a default or of an environment's file does to an account is what it does to these files.
 *
 * Once EKS' support of an environment's Kubernetes version has ended, its program refuses to go on, and this test with
 * it: the version has to move.
 */
describe("golden inventory of infra", () => {
  for (const name of ["dev", "prod"]) {
    it(`of ${name} is what the program registers`, async () => {
      const { items } = await infraOf(name);
      const golden = path.join(__dirname, "golden", `${name}.golden.json`);
      const known: unknown = fs.existsSync(golden) ? JSON.parse(fs.readFileSync(golden, "utf8")) : {};
      const now = reviewable(items);
      const changed = differences(known, now);
      if (changed.length > 0) {
        const repository = repositoryAt();
        const actual = path.join(repository.directory, `inventory-${name}.json`);
        fs.mkdirSync(repository.directory, { recursive: true });
        fs.writeFileSync(actual, readable(now));
        assert.fail(
          [
            `infra of ${name} registers something else than ${path.relative(repository.root, golden)} has:`,
            ...changed.slice(0, 40),
            ...(changed.length > 40 ? [`and ${changed.length - 40} more`] : []),
            `if that is meant: cp ${path.relative(repository.root, actual)} ${path.relative(repository.root, golden)}`,
          ].join("\n"),
        );
      }
    });

    it(`of ${name} comes with the outputs that the contract promises`, async () => {
      const { outputs } = await infraOf(name);
      const parsed = InfraOutputs.parse(outputs);
      const aws = parsed.aws ?? assert.fail("nothing of AWS is exported");
      assert.equal(aws.karpenter?.nodePools.length, parsed.nodePools.length);
      assert.equal(aws.edge === undefined, name === "dev");
    });
  }
});
