import type { Site } from "../../site";
import { allow, policy, type PolicyDocument } from "../policy-document";

/** Kinds of records that external-dns keeps: addresses, names and the TXT records that say which are its own. */
const RECORD_TYPES = ["A", "AAAA", "CNAME", "TXT"];

/**
 * external-dns 0.21: the actions of its docs/tutorials/aws.md, in the given zones only, and only for the kinds of
 * records that it keeps: it can't delegate a part of the zone to somebody else, nor move its mail.
 *
 * @param zoneIds ids of the hosted zones
 */
export function externalDns(site: Site, zoneIds: readonly string[]): PolicyDocument {
  const zones = zoneIds.map((id) => `arn:${site.partition}:route53:::hostedzone/${id}`);
  const types = "route53:ChangeResourceRecordSetsRecordTypes";
  return policy(
    allow("ChangeRecords", ["route53:ChangeResourceRecordSets"], zones, {
      "ForAllValues:StringEquals": { [types]: RECORD_TYPES },
      // "For all values" is true of no values as well.
      Null: { [types]: "false" },
    }),
    allow("ReadRecords", ["route53:ListResourceRecordSets", "route53:ListTagsForResources"], zones),
    allow("FindZones", ["route53:ListHostedZones"], ["*"]),
  );
}
