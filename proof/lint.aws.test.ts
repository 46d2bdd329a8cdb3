import assert from "node:assert/strict";
import { type InventoryDocument, forLinter, policyDocuments } from "./documents";
import { withPython } from "./fixture";
import { ENVIRONMENTS, infraInventory } from "./inventory";
import { isInAnotherStatement, LINT_EXCEPTIONS, type LintException } from "./lint-exceptions";
import { type Finding, lint } from "./linter";

/** One thing that the linter says of a statement. */
type Remark = Required<Omit<LintException, "reason">>;

/** Where policy documents are looked for in vain, the linter finds nothing. These are known to be there. */
const HOLDERS = {
  identity: ["aws:iam/rolePolicy:RolePolicy"],
  trust: ["aws:iam/role:Role"],
  resource: [
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:kms/key:Key",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
  ],
} as const;

/** The same of what only some environments have. */
const FURTHER_HOLDERS = { dev: [], prod: ["aws:sns/topicPolicy:TopicPolicy"] } as const;

describe("parliament, a linter of IAM policies,", () => {
  const python = withPython();
  const used = new Set<LintException>();

  for (const environment of ENVIRONMENTS) {
    it(`finds nothing in ${environment} but what is meant to be so`, async () => {
      const inventory = await infraInventory(environment);
      const documents = policyDocuments(inventory);
      for (const [kind, types] of Object.entries(HOLDERS)) {
        for (const type of types) {
          const resources = inventory.items.filter((item) => item.type === type);
          const found = documents.filter((document) => document.kind === kind && document.item.type === type);
          assert.ok(resources.length > 0, type);
          assert.equal(found.length, resources.length, `${type} with a policy`);
        }
      }
      for (const type of FURTHER_HOLDERS[environment]) {
        assert.ok(
          documents.some(({ kind, item }) => kind === "resource" && item.type === type),
          type,
        );
      }
      const remarks = await remarksOn(documents, python);
      const unexplained = remarks.filter((remark) => {
        const exception = LINT_EXCEPTIONS.find((candidate) => explains(candidate, remark));
        if (exception !== undefined) {
          used.add(exception);
        }
        return exception === undefined;
      });
      assert.deepEqual(unexplained, []);
    });
  }

  it("still finds what is meant to be so", () => {
    assert.deepEqual(
      LINT_EXCEPTIONS.filter((exception) => !used.has(exception)),
      [],
    );
  });

  const role = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" };
  const resource = { ...role, Principal: "*" };
  const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const wrong: readonly (readonly [what: string, type: string, statement: object, issue: string])[] = [
    ["an action that there isn't", "identity", { ...role, Action: "s3:ReadObject" }, "UNKNOWN_ACTION"],
    ["a service that there isn't", "identity", { ...role, Action: "s4:GetObject" }, "UNKNOWN_PREFIX"],
    ["a bucket for an object", "identity", { ...role, Resource: "arn:aws:s3:::bucket" }, "RESOURCE_MISMATCH"],
    ["what is no ARN", "identity", { ...role, Resource: "bucket" }, "INVALID_ARN"],
    ["everything for a resource", "identity", { ...role, Resource: "*" }, "RESOURCE_STAR"],
    ["no effect", "identity", { Action: role.Action, Resource: role.Resource }, "MALFORMED"],
    ["a misspelt element", "identity", { ...role, Ressource: "*" }, "MALFORMED"],
    ["a space in a Sid", "identity", { ...role, Sid: "a b" }, "INVALID_SID"],
    [
      "an operator that there isn't",
      "identity",
      { ...role, Condition: { StringIs: { "aws:PrincipalTag/a": "b" } } },
      "UNKNOWN_OPERATOR",
    ],
    [
      "a condition of another action",
      "identity",
      { ...role, Condition: { StringEquals: { "s3:prefix": "a" } } },
      "UNKNOWN_CONDITION_FOR_ACTION",
    ],
    [
      "a text for a boolean",
      "aws:s3/bucketPolicy:BucketPolicy",
      { ...resource, Condition: { StringEquals: { "aws:SecureTransport": "no" } } },
      "MISMATCHED_TYPE",
    ],
    [
      "a bare name as a principal",
      "aws:s3/bucketPolicy:BucketPolicy",
      { ...resource, Principal: { AWS: "admin" } },
      "UNKNOWN_PRINCIPAL",
    ],
    [
      "an action of another service in a key's policy",
      "aws:kms/key:Key",
      { ...resource, Resource: "*" },
      "RESOURCE_MISMATCH",
    ],
    [
      "an action that there isn't in a trust policy",
      "aws:iam/role:Role",
      { ...trust, Action: "sts:TakeRole" },
      "UNKNOWN_ACTION",
    ],
  ];
  for (const [what, type, statement, issue] of wrong) {
    it(`finds ${what}`, async () => {
      const [finding] = await lint(python(), [{ name: "a", text: forLinter(sample(type, statement)) }]);
      assert.equal(finding?.issue, issue);
    });
  }

  it("finds nothing in what is right, and text that is no policy", async () => {
    const right = [
      sample("identity", role),
      sample("aws:s3/bucketPolicy:BucketPolicy", resource),
      sample("aws:iam/role:Role", trust),
      sample("aws:kms/key:Key", { ...resource, Action: "kms:Decrypt", Resource: "*" }),
      sample("identity", {
        ...role,
        Resource: "arn:aws:s3:::bucket/${aws:PrincipalTag/kubernetes-namespace}/*",
      }),
    ];
    assert.deepEqual(
      await lint(
        python(),
        right.map((document) => ({ name: "a", text: forLinter(document) })),
      ),
      [],
    );
    const [malformed] = await lint(python(), [{ name: "a", text: '{"Statement": [' }]);
    assert.equal(malformed?.issue, "MALFORMED_JSON");
  });
});

describe("what a statement lacks", () => {
  const needed = "ec2:AttachVolume needs arn:*:ec2:*:*:volume/*";
  const other = { Effect: "Allow", Action: "ec2:AttachVolume", Resource: "arn:aws:ec2:us-west-2:1:volume/*" };

  it("is in another one, or not", () => {
    assert.equal(isInAnotherStatement(needed, [other]), true);
    assert.equal(isInAnotherStatement(needed, [{ ...other, Action: ["a:B", other.Action] }]), true);
    assert.equal(isInAnotherStatement(needed, [{ ...other, Resource: [other.Resource, "*"] }]), true);
    assert.equal(isInAnotherStatement(needed, []), false);
    assert.equal(isInAnotherStatement(needed, [{ ...other, Effect: "Deny" }]), false);
    assert.equal(isInAnotherStatement(needed, [{ ...other, Action: "ec2:DetachVolume" }]), false);
    const instance = "arn:aws:ec2:us-west-2:1:instance/*";
    assert.equal(isInAnotherStatement(needed, [{ ...other, Resource: instance }]), false);
  });
});

function sample(type: string, statement: object): Pick<InventoryDocument, "item" | "document"> {
  const item = { type, name: "", urn: "", project: "", component: "", inputs: {} };
  return { item, document: { Version: "2012-10-17", Statement: [{ ...statement }] } };
}

/** What the linter says, detail by detail, each once, without what other statements of the same policy make up for. */
async function remarksOn(
  documents: readonly InventoryDocument[],
  python: ReturnType<typeof withPython>,
): Promise<readonly Remark[]> {
  const policies = documents.map((document) => ({ name: document.name, text: forLinter(document) }));
  const remarks = (await lint(python(), policies)).flatMap((finding) => {
    const document = documents.find(({ name }) => name === finding.policy)?.document;
    assert.ok(document);
    const others = document.Statement.filter((_, index) => index !== finding.statement);
    const details = finding.details.length === 0 ? [""] : finding.details;
    return details
      .filter((detail) => finding.issue !== "RESOURCE_MISMATCH" || !isInAnotherStatement(detail, others))
      .map((detail) => remark(finding, detail, document));
  });
  const distinct = new Map(remarks.map((each) => [JSON.stringify(each), each]));
  return [...distinct.values()];
}

function remark(finding: Finding, detail: string, { Statement }: InventoryDocument["document"]): Remark {
  const { policy, issue, statement } = finding;
  const sid = statement === null ? undefined : Statement[statement]?.Sid;
  return { policy, statement: sid ?? String(statement), issue, detail };
}

function explains({ policy, statement, issue, detail }: LintException, found: Remark): boolean {
  return (
    policy === found.policy &&
    statement === found.statement &&
    issue === found.issue &&
    (detail === undefined || detail === found.detail)
  );
}
