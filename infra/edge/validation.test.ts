import assert from "node:assert/strict";
import { checkZone, delegationHint, validationRecord } from "./validation";

const option = (domainName: string, resourceRecordName = "_a.kubeflow.acme.dev.") => ({
  domainName,
  resourceRecordName,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_b.acm-validations.aws.",
});
const record = { name: "_a.kubeflow.acme.dev.", type: "CNAME", value: "_b.acm-validations.aws." };

describe("validationRecord", () => {
  it("is the record that domain and wildcard have in common, in either order", () => {
    const options = [option("kubeflow.acme.dev"), option("*.kubeflow.acme.dev")];
    assert.deepEqual(validationRecord(options), record);
    assert.deepEqual(validationRecord([...options].reverse()), record);
  });

  it("refuses what one record can't prove", () => {
    assert.throws(() => validationRecord([]), /it asks for none/);
    assert.throws(
      () => validationRecord([option("a.dev"), option("*.a.dev", "_c.a.dev.")]),
      /it asks for a\.dev: _a\.kubeflow\.acme\.dev\., \*\.a\.dev: _c\.a\.dev\./,
    );
  });
});

describe("delegationHint", () => {
  it("names domain and name servers", () => {
    assert.equal(
      delegationHint("kubeflow.acme.dev", ["ns-1.example", "ns-2.example"]),
      "kubeflow.acme.dev is answered by ns-1.example, ns-2.example: " +
        "the domain above it has to name them in NS records, or the certificate is never issued",
    );
  });
});

describe("checkZone", () => {
  const zone = { id: "Z0123456789GIVEN", name: "acme.dev." };
  const check = (domain: string) => {
    checkZone("edge.models.domain", domain, zone);
  };

  it("takes the zone's own name and what is below it", () => {
    assert.doesNotThrow(() => {
      check("acme.dev");
      check("models.acme.dev");
    });
  });

  it("refuses any other domain, naming zone and option", () => {
    for (const domain of ["models.example.org", "myacme.dev", "dev"]) {
      assert.throws(
        () => {
          check(domain);
        },
        new RegExp(
          `edge\\.models\\.domain is ${domain}: hosted zone Z0123456789GIVEN is that of acme\\.dev, and can hold`,
        ),
      );
    }
  });
});
