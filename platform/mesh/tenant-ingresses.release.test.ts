import assert from "node:assert/strict";
import { serviceAccountUser } from "../../istio";
import { type Manifest, objectKey, releaseVersions } from "../../manifests";
import {
  accountOf,
  holders,
  isBound,
  renderedManifests,
  rulesOf,
  tenantRoles,
  textsOf,
  writing,
} from "../testing/roles";
import { tenantIngressPolicy } from "./tenant-ingresses";

const ingresses = { group: "networking.k8s.io", resource: "ingresses" };
const gateways = { group: "networking.istio.io", resource: "gateways" };

/** Groups whose objects say where requests go. */
const routing = /(^|\.)istio\.io$|^gateway\.networking\.k8s\.io$|\.gateway\.networking\.k8s\.io$/;

/**
 * By release: who may write Ingresses. A new one is to be looked at: does it write what a tenant tells it to? Spark's
 * role has a namespace in what kustomize renders.
 */
const ingressWriters = {
  "26.03": [
    "ClusterRole/cert-manager-controller-challenges",
    "ClusterRole/kserve-manager-role",
    "ClusterRole/kubeflow-kubernetes-edit",
    "ClusterRole/kubeflow/spark-operator-controller",
    "ClusterRole/llmisvc-manager-role",
  ],
  "26.03.1-rc.2": [
    "ClusterRole/cert-manager-controller-challenges",
    "ClusterRole/kserve-llmisvc-manager-role",
    "ClusterRole/kserve-manager-role",
    "ClusterRole/kubeflow-kubernetes-edit",
    "ClusterRole/kubeflow/spark-operator-controller",
  ],
} as const;

describe("who may write routes in a release", function () {
  // The first rendering of a release on a machine takes some seconds.
  this.timeout(300_000);

  for (const release of releaseVersions) {
    describe(release, () => {
      let manifests: readonly Manifest[];

      before(async function () {
        const rendered = await renderedManifests(release);
        if (typeof rendered === "string") {
          process.stderr.write(`SKIPPED: who may write routes in ${release}: ${rendered}\n`);
          this.skip();
        }
        manifests = rendered;
      });

      it("are, for Ingresses, those that the policy was made for", () => {
        assert.deepEqual(holders(manifests, ingresses, writing), ingressWriters[release]);
      });

      it("are, for the platform's Gateway, Knative's controller: the policy counts whoever may as an administrator", () => {
        assert.deepEqual(holders(manifests, gateways, ["update"]), ["ClusterRole/knative-serving-istio"]);
      });

      it("is no tenant, for objects of Istio and of the Gateway API", () => {
        const found = tenantRoles(manifests).flatMap((role) =>
          rulesOf(role)
            .filter((rule) =>
              textsOf(rule, "apiGroups").some((group) => group === "*" || routing.test(group)),
            )
            .filter((rule) => textsOf(rule, "verbs").some((verb) => verb === "*" || writing.includes(verb)))
            .map(() => objectKey(role)),
        );
        assert.deepEqual(found, []);
      });

      it("is KServe's controller by the account that the policy names", () => {
        const account = accountOf(manifests, "kubeflow", "kserve-controller-manager");
        const user = serviceAccountUser("kubeflow", account);
        assert.ok(JSON.stringify(tenantIngressPolicy()).includes(`"${user}\\"`), user);
        assert.ok(isBound(manifests, "kserve-manager-role", account));
      });
    });
  }
});
