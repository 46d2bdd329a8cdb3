import assert from "node:assert/strict";
import * as z from "zod";
import type { InfraOutputs } from "../../contract";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { externalDns } from "./external-dns";

const Values = z.looseObject({ domainFilters: z.array(z.string()), extraArgs: z.array(z.string()) });

/** Domains and hosted zones that it keeps records for. */
function placesOf(infra: InfraOutputs) {
  const { domainFilters, extraArgs } = Values.parse(externalDns.values(contextOf(infra)));
  return { domainFilters, extraArgs };
}

/** The same cluster, whose models have a domain of their own. */
function withModels(zoneId: string): InfraOutputs {
  const { aws } = awsInfra;
  assert.ok(aws?.edge);
  const models = { domain: "models.example.com", zoneId, certificateArn: aws.edge.certificateArn };
  return { ...awsInfra, aws: { ...aws, edge: { ...aws.edge, models } } };
}

describe("add-on external-dns", () => {
  it("keeps the records of the domain in infra's hosted zone, and no others", () => {
    assert.deepEqual(placesOf(awsInfra), {
      domainFilters: ["kubeflow.example.com"],
      extraArgs: ["--zone-id-filter=Z0123456789ABC"],
    });
    assert.deepEqual(placesOf(localInfra), { domainFilters: [], extraArgs: [] });
  });

  it("keeps those of models' own domain beside them, in the same zone or in another", () => {
    const domainFilters = ["kubeflow.example.com", "models.example.com"];
    assert.deepEqual(placesOf(withModels("Z0123456789ABC")), {
      domainFilters,
      extraArgs: ["--zone-id-filter=Z0123456789ABC"],
    });
    assert.deepEqual(placesOf(withModels("Z0123456789MODELS")), {
      domainFilters,
      extraArgs: ["--zone-id-filter=Z0123456789ABC", "--zone-id-filter=Z0123456789MODELS"],
    });
  });
});
