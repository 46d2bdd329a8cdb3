import assert from "node:assert/strict";
import { releaseVersions, type ReleaseVersion } from "../../manifests";
import type { ComponentName } from "../components/names";
import { activatorCallers } from "../mesh";
import { registryRoutes } from "../registry";
import { changedBy } from "../testing/release";
import { awsInfra, contextOf } from "../testing/settings";
import { modelAccess } from "../../istio";
import { signOnOf } from "./sign-on";
import { platformRequests } from "./testing/platform-requests";
import { securityObjects, type SecurityObjects } from "./testing/policies";
import { ada, podsOf } from "./testing/request";
import { tenantRequests } from "./testing/tenant-requests";
import { send, tenant } from "./testing/world";

const contextIn = (release: ReleaseVersion) =>
  contextOf(awsInfra, {
    release,
    signOn: {
      groups: [
        { name: "engineers", role: "edit" },
        { name: "readers", role: "view" },
        { name: "auditors", role: "edit", namespaces: ["team-a"] },
      ],
    },
  });

/** Components with policies, or with pods that requests are sent to below. */
const components: readonly ComponentName[] = [
  "istio",
  "oauth2Proxy",
  "kubeflowIstioResources",
  "clusterLocalGateway",
  "knativeServing",
  "centralDashboard",
  "profiles",
  "jupyterWebApp",
  "pipelines",
];

for (const release of releaseVersions) {
  describe(`requests through the gateways and the mesh of ${release}`, function () {
    // The first rendering of a release on a machine takes some seconds.
    this.timeout(300_000);

    const context = contextIn(release);
    const pods = podsOf(release);
    let objects: SecurityObjects;

    before(async function () {
      const rendered = await Promise.all(components.map((name) => changedBy(name, context)));
      const missing = rendered.find((result) => typeof result === "string");
      if (missing !== undefined) {
        process.stderr.write(`SKIPPED: policies are not held against ${release}: ${missing}\n`);
        this.skip();
      }
      const { tokenIssuers: issuers } = signOnOf(context);
      objects = securityObjects([
        ...rendered.flatMap((result) => (typeof result === "string" ? [] : [...result.after.values()])),
        activatorCallers(),
        ...registryRoutes,
        ...tenant(context, "team-a", "ada@example.com"),
        ...tenant(context, "team-b", "bob@example.com"),
        ...modelAccess({
          namespace: "team-a",
          name: "guarded",
          mode: "Standard",
          callers: [
            { serviceAccounts: ["batch", "team-b/app"], users: ["bob@example.com"] },
            { groups: ["analysts"] },
          ],
          issuers,
        }),
        ...modelAccess({
          namespace: "team-a",
          name: "zero",
          mode: "Knative",
          callers: [{ serviceAccounts: ["team-b/app"], users: ["bob@example.com"] }],
        }),
      ]);
    });

    for (const [name, { by = [], to, request = {}, session, refused }] of Object.entries({
      ...platformRequests(release),
      ...tenantRequests,
    })) {
      it(name, () => {
        const verdict = send(objects, request, by, pods[to], session);
        if (refused === undefined) {
          assert.deepEqual(verdict.allowed ? "allowed" : verdict.because, "allowed");
        } else {
          assert.match(verdict.allowed ? "allowed" : verdict.because, refused);
        }
      });
    }

    it("tells pods who somebody is, and not who somebody claims to be", () => {
      const headers = { "kubeflow-userid": "bob@example.com", "kubeflow-groups": "engineers" };
      const verdict = send(objects, { headers }, ["ingress"], pods.dashboard, ada);
      assert.deepEqual(verdict.allowed ? verdict.request.headers : verdict.because, {
        "kubeflow-userid": "ada@example.com",
      });
    });
  });
}
