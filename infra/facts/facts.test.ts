import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { awsFacts } from "./facts";

describe("facts about AWS", () => {
  const facts = awsFacts();

  it("are read once", () => {
    assert.equal(awsFacts(), facts);
  });

  it("say where they come from and when", () => {
    assert.match(facts.source, /PyPI moto \d/);
    assert.match(facts.date, /^\d{4}-\d\d-\d\d$/);
  });

  it("know regions and their zones", () => {
    assert.deepEqual(facts.zonesOf("us-west-2"), ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]);
    assert.ok(facts.regions.includes("us-gov-west-1"));
    assert.ok(!facts.regions.includes("us-west-9"));
    assert.deepEqual(facts.zonesOf("us-west-9"), []);
  });

  it("tell a region without recorded offerings from one that offers nothing", () => {
    assert.equal(facts.hasOfferings("us-west-2"), true);
    assert.equal(facts.hasOfferings("mx-central-1"), false);
    assert.equal(facts.hasOfferings("us-west-9"), false);
  });

  it("know what an instance has", () => {
    assert.deepEqual(facts.instanceType("g5.12xlarge"), {
      name: "g5.12xlarge",
      vcpu: 48,
      memoryMiB: 196608,
      architecture: "amd64",
      gpu: { product: "NVIDIA-A10G", count: 4, memoryMiB: 22888 },
      efa: { count: 1, firstCard: 0 },
      nvmeGiB: 3539,
      interfaces: 15,
      addressesPerInterface: 50,
      capacityBlocks: false,
      clusterPlacement: true,
    });
    assert.deepEqual(facts.instanceType("p6-b300.48xlarge")?.efa, { count: 16, firstCard: 1 });
    assert.equal(facts.instanceType("m7g.large")?.architecture, "arm64");
    assert.equal(facts.instanceType("t3.large")?.clusterPlacement, false);
    assert.equal(facts.instanceType("p5.48xlarge")?.capacityBlocks, true);
    assert.equal(facts.instanceType("g5.mini"), undefined);
  });

  it("know where an instance type is offered", () => {
    assert.deepEqual(facts.regionsOffering("p6-b300.48xlarge"), [
      "ap-northeast-2",
      "ap-south-2",
      "ap-southeast-3",
      "sa-east-1",
      "us-east-1",
      "us-west-2",
    ]);
    assert.deepEqual(facts.zonesOffering("p6-b300.48xlarge", "us-west-2"), ["us-west-2a", "us-west-2b"]);
    assert.deepEqual(facts.zonesOffering("p6-b300.48xlarge", "us-west-1"), []);
    assert.deepEqual(facts.regionsOffering("g5.mini"), []);
  });

  it("offer every instance type somewhere, in zones that its region has", () => {
    for (const name of facts.instanceTypes) {
      const regions = facts.regionsOffering(name);
      assert.notDeepEqual(regions, [], name);
      for (const region of regions) {
        const zones = facts.zonesOf(region);
        assert.deepEqual(
          facts.zonesOffering(name, region).filter((zone) => !zones.includes(zone)),
          [],
          `${name} in ${region}`,
        );
      }
    }
  });

  it("spell GPU products as Kubernetes accepts them in a label", () => {
    for (const name of facts.instanceTypes) {
      const product = facts.instanceType(name)?.gpu?.product;
      assert.ok(product === undefined || /^[A-Za-z0-9][-A-Za-z0-9_.]{0,61}[A-Za-z0-9]$/.test(product), name);
    }
  });

  it("stay small, one line an instance type", () => {
    const files = ["instance-types.json", "instance-offerings.json"].map((file) =>
      fs.readFileSync(path.join(__dirname, file), "utf8"),
    );
    assert.ok(files.reduce((sum, text) => sum + text.length, 0) < 300_000);
    assert.equal(files[0]?.match(/^ {4}"/gm)?.length, facts.instanceTypes.length);
  });
});
