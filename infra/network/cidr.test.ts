import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addressCount,
  compareCidrs,
  contains,
  isCidr,
  isNetworkAddress,
  isPrivateRange,
  networkOf,
  overlaps,
  prefixLength,
  split,
  subnetOf,
} from "./cidr";

const octet = fc.integer({ min: 0, max: 255 });
const host = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const anyCidr = fc.tuple(host, fc.integer({ min: 0, max: 32 })).map(([ip, prefix]) => `${ip}/${prefix}`);
/** A network and a longer prefix, at most 1024 subnets apart. */
const divisible = anyCidr.chain((cidr) => {
  const own = prefixLength(cidr);
  return fc.tuple(fc.constant(cidr), fc.integer({ min: own, max: Math.min(32, own + 10) }));
});

describe("IPv4 networks", () => {
  it("are told from other texts", () => {
    assert.deepEqual(["10.0.0.0/16", "0.0.0.0/0", "255.255.255.255/32"].filter(isCidr).length, 3);
    for (const text of [
      "",
      "10.0.0.0",
      "10.0.0.0/33",
      "10.0.0/16",
      "010.0.0.0/8",
      "10.0.0.256/8",
      "::/0",
      "a",
    ]) {
      assert.equal(isCidr(text), false, text);
    }
    assert.throws(() => prefixLength("10.0.0.0"), /10\.0\.0\.0 is not an IPv4 network such as/);
  });

  it("have a first address that is the network's", () => {
    assert.equal(isNetworkAddress("10.0.0.0/16"), true);
    assert.equal(isNetworkAddress("10.0.1.0/16"), false);
    assert.equal(networkOf("10.0.1.5/16"), "10.0.0.0/16");
    assert.equal(networkOf("192.168.255.255/18"), "192.168.192.0/18");
    fc.assert(
      fc.property(anyCidr, (cidr) => {
        const network = networkOf(cidr);
        return isNetworkAddress(network) && contains(network, cidr) && contains(cidr, network);
      }),
    );
  });

  it("contain what lies inside them", () => {
    assert.equal(contains("10.0.0.0/8", "10.255.0.0/16"), true);
    assert.equal(contains("10.255.0.0/16", "10.0.0.0/8"), false);
    assert.equal(contains("10.0.0.0/16", "10.1.0.0/16"), false);
    assert.equal(contains("0.0.0.0/0", "255.255.255.255/32"), true);
  });

  it("overlap exactly where one contains the other", () => {
    assert.equal(overlaps("10.0.0.0/16", "10.0.128.0/20"), true);
    assert.equal(overlaps("10.0.0.0/16", "10.1.0.0/16"), false);
    fc.assert(fc.property(anyCidr, anyCidr, (a, b) => overlaps(a, b) === (contains(a, b) || contains(b, a))));
    fc.assert(fc.property(anyCidr, anyCidr, (a, b) => overlaps(a, b) === overlaps(b, a)));
  });

  it("are split into parts that fill them without overlapping", () => {
    assert.deepEqual(split("10.0.0.0/16", 18), [
      "10.0.0.0/18",
      "10.0.64.0/18",
      "10.0.128.0/18",
      "10.0.192.0/18",
    ]);
    fc.assert(
      fc.property(divisible, ([cidr, prefix]) => {
        const parts = split(cidr, prefix);
        const addresses = parts.reduce((sum, part) => sum + addressCount(part), 0);
        const disjoint = parts.every(
          (part, index) => index === 0 || !overlaps(part, parts[index - 1] ?? part),
        );
        return (
          addresses === addressCount(cidr) &&
          disjoint &&
          parts.every((part) => contains(cidr, part) && isNetworkAddress(part)) &&
          [...parts].reverse().sort(compareCidrs).join() === parts.join()
        );
      }),
    );
  });

  it("have no part that is larger than they are or lies behind their end", () => {
    assert.equal(subnetOf("10.0.0.0/16", 24, 255), "10.0.255.0/24");
    assert.throws(() => subnetOf("10.0.0.0/16", 24, 256), /no subnet number 256 of \/24/);
    assert.throws(() => subnetOf("10.0.0.0/16", 24, -1), RangeError);
    assert.throws(() => subnetOf("10.0.0.0/16", 33, 0), RangeError);
    assert.throws(() => split("10.0.0.0/16", 8), RangeError);
  });

  it("are private inside RFC 1918 and RFC 6598", () => {
    for (const cidr of [
      "10.3.0.0/16",
      "172.16.0.0/12",
      "172.31.0.0/16",
      "192.168.0.0/16",
      "100.127.0.0/16",
    ]) {
      assert.equal(isPrivateRange(cidr), true, cidr);
    }
    for (const cidr of ["172.32.0.0/16", "172.0.0.0/8", "192.169.0.0/16", "100.128.0.0/16", "8.8.8.0/24"]) {
      assert.equal(isPrivateRange(cidr), false, cidr);
    }
  });
});
