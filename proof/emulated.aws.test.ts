import { provesAccessLogs } from "./emulated/access-logs";
import { provesAlerts } from "./emulated/alerts";
import { provesBuckets } from "./emulated/buckets";
import { provesCoverage } from "./emulated/coverage";
import { provesDatabase } from "./emulated/database";
import { provesInterruptions } from "./emulated/interruptions";
import { provesKeys } from "./emulated/keys";
import { provesRefusals } from "./emulated/refusals";
import { provesBoundaries, provesRoles } from "./emulated/roles";
import { onEmulatedAws } from "./fixture";
import { ENVIRONMENTS } from "./inventory";

for (const environment of ENVIRONMENTS) {
  describe(`${environment} on an emulated AWS`, () => {
    const during = onEmulatedAws(environment);
    provesCoverage(during);
    describe("KMS keys", () => {
      provesKeys(during);
    });
    describe("buckets", () => {
      provesBuckets(during);
    });
    describe("access logs of buckets", () => {
      provesAccessLogs(during);
    });
    describe("roles", () => {
      provesRoles(during);
    });
    describe("a permissions boundary", () => {
      provesBoundaries(during);
    });
    describe("interruptions of nodes", () => {
      provesInterruptions(during);
    });
    describe("alerts", () => {
      provesAlerts(during);
    });
    describe("the database", () => {
      provesDatabase(during);
    });
    describe("is refused:", () => {
      provesRefusals(during);
    });
  });
}
