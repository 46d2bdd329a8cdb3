import { UserError } from "../../../config/errors";

/** What Kubernetes takes for a DNS label (RFC 1123). */
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** True for lower-case letters, digits and dashes, no dash first or last, at most 63 characters. */
export function isDnsLabel(name: string): boolean {
  return dnsLabel.test(name);
}

/** @throws UserError where a name is no DNS label; `what` says whose it is */
export function checkLabel(what: string, name: string): void {
  if (!isDnsLabel(name)) {
    throw new UserError(
      `${what}: a name has lower-case letters, digits and dashes, no dash first or last, at most 63 characters`,
      "choose another name",
    );
  }
}

/** How messages call a tenant. */
export function labelOf(tenant: string): string {
  return `tenant "${tenant}"`;
}
