import ipaddr from "ipaddr.js";

/** Arithmetic over IPv4 networks written as text, such as 10.0.0.0/16. Nothing here knows of AWS. */

/** Ranges that nobody routes on the internet: RFC 1918, and RFC 6598 (shared address space, 100.64.0.0/10). */
export const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

/** Whether a text is an IPv4 network in the usual spelling: four decimal numbers and a prefix length. */
export function isCidr(text: string): boolean {
  // Numbers with a leading zero are octal to some programs and decimal to others, so they are none here.
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(text);
}

/** The prefix length: 16 of 10.0.0.0/16. */
export function prefixLength(cidr: string): number {
  return parse(cidr).prefix;
}

/** How many addresses a network has, the reserved ones included. */
export function addressCount(cidr: string): number {
  return sizeOf(prefixLength(cidr));
}

/** Whether the address before the slash is the network's first one: 10.0.0.0/16 is so, 10.0.1.0/16 is not. */
export function isNetworkAddress(cidr: string): boolean {
  const { address, first } = parse(cidr);
  return address === first;
}

/** The network that an address with a prefix length lies in: 10.0.0.0/16 for 10.0.1.5/16. */
export function networkOf(cidr: string): string {
  const { first, prefix } = parse(cidr);
  return textOf(first, prefix);
}

/** Whether every address of the inner network is one of the outer; a network contains itself. */
export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parse(outer), parse(inner)];
  return a.first <= b.first && b.last <= a.last;
}

/** Whether two networks have an address in common. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  return a.first <= b.last && b.first <= a.last;
}

/** Whether a network lies inside one of {@link PRIVATE_RANGES}. */
export function isPrivateRange(cidr: string): boolean {
  return PRIVATE_RANGES.some((range) => contains(range, cidr));
}

/**
 * The n-th of the equal networks that a network consists of, counted from 0.
 *
 * @throws RangeError where the prefix is shorter than the network's own, or there is no n-th
 */
export function subnetOf(cidr: string, prefix: number, index: number): string {
  const { first, last, prefix: own } = parse(cidr);
  const address = first + index * sizeOf(prefix);
  if (prefix < own || prefix > 32 || index < 0 || address > last) {
    throw new RangeError(`${cidr} has no subnet number ${index} of /${prefix}`);
  }
  return textOf(address, prefix);
}

/**
 * All equal networks of a prefix length that a network consists of, in order.
 *
 * @throws RangeError where the prefix is shorter than the network's own
 */
export function split(cidr: string, prefix: number): string[] {
  const count = sizeOf(prefixLength(cidr)) / sizeOf(prefix);
  return Array.from({ length: Math.max(1, count) }, (_, index) => subnetOf(cidr, prefix, index));
}

/** Sorts networks by their first address. */
export function compareCidrs(one: string, other: string): number {
  return parse(one).first - parse(other).first;
}

function parse(cidr: string): { address: number; first: number; last: number; prefix: number } {
  if (!isCidr(cidr)) {
    throw new RangeError(`${cidr} is not an IPv4 network such as 10.0.0.0/16`);
  }
  const [{ octets }, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  // Not with bit operators: those take 32 bits as a signed number, and 192.0.0.0 would be negative.
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = address - (address % sizeOf(prefix));
  return { address, first, last: first + sizeOf(prefix) - 1, prefix };
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

function textOf(address: number, prefix: number): string {
  const octets = [3, 2, 1, 0].map((place) => Math.floor(address / 256 ** place) % 256);
  return `${octets.join(".")}/${prefix}`;
}
