/** A policy that is attached to a resource, as IAM reads it. Plain data: it can be linted, simulated and compared. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** One statement of a {@link PolicyDocument}. */
export interface PolicyStatement {
  /** What the statement is for, in letters and digits. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Whom it is about: everybody, an AWS service, or an account. */
  readonly Principal: "*" | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** All of them have to hold; of several values of a key, one. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Who may take on a role: a policy whose resource is the role itself. */
export interface TrustPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Omit<PolicyStatement, "Resource">[];
}
