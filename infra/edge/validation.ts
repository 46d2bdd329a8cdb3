import { UserError } from "../../config/errors";

/** The record that ACM asks for to prove one of a certificate's names. */
export interface ValidationOption {
  readonly domainName: string;
  readonly resourceRecordName: string;
  readonly resourceRecordType: string;
  readonly resourceRecordValue: string;
}

/** A DNS record. */
export interface ValidationRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/**
 * The one record that proves a domain and the wildcard below it: ACM asks for the same one twice, once for each name,
 * in either order.
 *
 * @throws Error where ACM asks for none or for different ones, for then one record would leave a name unproven and
 *   the certificate would never be issued
 */
export function validationRecord(options: readonly ValidationOption[]): ValidationRecord {
  const [first, ...others] = options.map(
    ({ resourceRecordName: name, resourceRecordType: type, resourceRecordValue: value }) => ({
      name,
      type,
      value,
    }),
  );
  const same = (other: ValidationRecord) => other.name === first?.name && other.value === first.value;
  if (first === undefined || !others.every(same)) {
    const asked = options.map(({ domainName, resourceRecordName }) => `${domainName}: ${resourceRecordName}`);
    throw new Error(
      `ACM should ask for one record for the domain and its wildcard; it asks for ${asked.join(", ") || "none"}`,
    );
  }
  return first;
}

/** What is left to do by hand for a zone that was made here. */
export function delegationHint(domain: string, nameServers: readonly string[]): string {
  return (
    `${domain} is answered by ${nameServers.join(", ")}: ` +
    `the domain above it has to name them in NS records, or the certificate is never issued`
  );
}

/**
 * Holds a hosted zone that is there to a domain, as Route53 would: a zone has records of its own name and of those below.
 *
 * @param key the option that names the domain, from `kubeflow-infra:` on
 * @throws UserError naming zone, domain and option
 */
export function checkZone(key: string, domain: string, zone: { readonly id: string; readonly name: string }) {
  const name = zone.name.replace(/\.$/, "");
  if (domain !== name && !domain.endsWith(`.${name}`)) {
    throw new UserError(
      `kubeflow-infra:${key} is ${domain}: hosted zone ${zone.id} is that of ${name}, and can hold no record of it`,
      `take a domain below ${name}, or name the hosted zone of ${domain}`,
    );
  }
}
