/** Operators that this room's policies use in conditions. */
export type ConditionOperator =
  | "ArnEquals"
  | "Bool"
  | "ForAllValues:StringEquals"
  | "ForAllValues:StringNotEquals"
  | "Null"
  | "StringEquals"
  | "StringEqualsIfExists"
  | "StringLike";

/** Condition keys by operator, and the values that each may have. */
export type Conditions = Readonly<
  Partial<Record<ConditionOperator, Readonly<Record<string, string | readonly string[]>>>>
>;

/** One permission of a role. */
export interface Statement {
  /** Says in a word what it is for; unique in its document. */
  readonly Sid: string;
  readonly Effect: "Allow";
  /** `service:Action`, spelled out: no wildcards, so that a new action of AWS is nobody's by accident. */
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** What a role may do. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Who may take a role. */
export interface TrustStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly Service: string };
  readonly Action: readonly string[];
  readonly Condition: Conditions;
}

/** The trust policy of a role. */
export interface TrustDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly TrustStatement[];
}

/** All inline policies of a role together may have this many characters (IAM quotas; white space doesn't count). */
export const INLINE_POLICY_LIMIT = 10_240;

/** A trust policy may have this many characters unless the account has asked for more (IAM quotas). */
export const TRUST_POLICY_LIMIT = 2_048;

/** A statement that allows actions on resources, under conditions where there are any. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}

/** A document of statements, in the order given: the same input gives the same text. */
export function policy(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** The text that AWS gets, without white space. */
export function policyText(document: PolicyDocument | TrustDocument): string {
  return JSON.stringify(document);
}
