import { arnOf, type Site } from "../../site";
import { allow, policy, type PolicyDocument } from "../policy-document";
import { dataKeyForSecrets } from "./kms";

/**
 * External Secrets Operator 2.9, reading only: secrets whose names begin with `<cluster>/`, and the given ones. The
 * actions are those that its docs/provider/aws-secrets-manager.md lists for reading by name; finding secrets by tags
 * or parts of names (ListSecrets, BatchGetSecretValue) shows every secret of the account and is left out.
 *
 * @param secretArns whole ARNs of further secrets, such as the database's, whose name RDS chooses
 */
export function externalSecrets(
  site: Site,
  secretArns: readonly string[],
  dataKeyArn: string,
): PolicyDocument {
  return policy(
    allow(
      "ReadSecrets",
      ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      [arnOf(site, "secretsmanager", `secret:${site.clusterName}/*`), ...secretArns],
    ),
    dataKeyForSecrets(site, dataKeyArn),
  );
}
