import assert from "node:assert/strict";
import { NetworkConfig, type CreatedNetworkConfig } from "../config/network";
import { createdNetworkMistakes } from "./rules";
import { serviceRange } from "./service-range";

function created(values: object): CreatedNetworkConfig {
  const config = NetworkConfig.parse({ kind: "created", ...values });
  return config.kind === "created" ? config : assert.fail("not a created network");
}

/** The mistakes as `path: message`. */
function mistakes(values: object): string[] {
  return createdNetworkMistakes(created(values), "us-west-2").map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );
}

const outside =
  "a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 (RFC 1918 and RFC 6598)";
const services =
  "with the VPC they must leave 172.20.0.0/16 or 10.100.0.0/16 free: Kubernetes Services get their addresses there";

describe("a network to be made", () => {
  it("is right by default, and wherever it is private", () => {
    assert.deepEqual(mistakes({}), []);
    assert.deepEqual(mistakes({ cidr: "100.64.0.0/18", peerCidrs: ["10.0.0.0/16", "10.0.128.0/17"] }), []);
    assert.deepEqual(mistakes({ cidr: "172.20.0.0/16" }), []);
    assert.deepEqual(mistakes({ availabilityZones: ["us-west-2d", "us-west-2a"] }), []);
  });

  const cases: { readonly what: string; readonly values: object; readonly found: string[] }[] = [
    { what: "a public range", values: { cidr: "8.8.0.0/16" }, found: [`cidr: ${outside}`] },
    {
      what: "a range that is only partly private",
      values: { cidr: "172.0.0.0/8" },
      found: [`cidr: ${outside}`, "cidr: /16 or smaller: AWS makes no larger VPC"],
    },
    {
      what: "an address inside a network",
      values: { cidr: "10.0.1.0/16" },
      found: ["cidr: the first address of the network, which is 10.0.0.0/16"],
    },
    {
      what: "a range that is too large",
      values: { cidr: "10.96.0.0/15" },
      found: ["cidr: /16 or smaller: AWS makes no larger VPC"],
    },
    {
      what: "a range that is too small",
      values: { cidr: "10.0.0.0/19" },
      found: ["cidr: /18 or larger: every pod takes an address of it"],
    },
    {
      what: "a peer that overlaps",
      values: { peerCidrs: ["10.1.0.0/16", "10.0.0.0/8"] },
      found: [
        "peerCidrs.1: a network outside of this VPC, which is 10.0.0.0/16: where they overlap nothing can be routed",
      ],
    },
    {
      what: "peers on both ranges of Services",
      values: { peerCidrs: ["172.16.0.0/12", "10.100.3.0/24"] },
      found: [`peerCidrs: ${services}`],
    },
    {
      what: "a VPC and a peer on the ranges of Services",
      values: { cidr: "10.100.0.0/16", peerCidrs: ["172.20.0.0/24"] },
      found: [`peerCidrs: ${services}`],
    },
    {
      what: "a zone of another region",
      values: { availabilityZones: ["us-west-2a", "us-east-1a"] },
      found: ["availabilityZones.1: a zone of us-west-2, such as us-west-2a"],
    },
    {
      what: "a zone twice",
      values: { availabilityZones: ["us-west-2a", "us-west-2b", "us-west-2a"] },
      found: ["availabilityZones.2: each zone once"],
    },
    {
      what: "one zone only",
      values: { availabilityZones: ["us-west-2a", "us-west-2a"] },
      found: [
        "availabilityZones.1: each zone once",
        "availabilityZones: two different zones or more: EKS asks for them",
      ],
    },
  ];
  for (const { what, values, found } of cases) {
    it(`is wrong with ${what}`, () => {
      assert.deepEqual(mistakes(values), found);
    });
  }

  it("is judged without what is no network at all, which the schema names", () => {
    const config = { ...created({}), cidr: "10.0.0.0", peerCidrs: ["everything"] };
    assert.deepEqual(createdNetworkMistakes(config, "us-west-2"), []);
  });
});

describe("the range of Kubernetes Services", () => {
  it("is one that neither VPC nor peers use", () => {
    assert.equal(serviceRange(["10.0.0.0/16"]), "172.20.0.0/16");
    assert.equal(serviceRange(["172.20.0.0/16"]), "10.100.0.0/16");
    assert.equal(serviceRange(["10.0.0.0/16", "172.16.0.0/12"]), "10.100.0.0/16");
    assert.equal(serviceRange(["10.0.0.0/8", "172.16.0.0/12"]), undefined);
  });
});
