import assert from "node:assert/strict";
import { serviceAccountUser } from "../../istio";
import { type Manifest, releaseVersions } from "../../manifests";
import { accountOf, holders, isBound, renderedManifests, tenantRoles, writing } from "../testing/roles";
import { tenantServicePolicy } from "./tenant-services";

const services = { group: "", resource: "services" };
const status = { group: "", resource: "services/status" };

/**
 * Who may write Services in all namespaces, in both releases. A new one is to be looked at: does it write another type
 * than ClusterIP, and does a tenant say which? Other types are written by
 *
 * - KServe and Knative, ExternalName: let through;
 * - Spark's operator, whichever a SparkApplication names. Its role has a namespace in what kustomize renders;
 * - cert-manager, NodePort, for challenges over HTTP that need an Ingress beside it, which is refused as well;
 * - istiod, LoadBalancer, for a Gateway of the Gateway API, which no tenant may write.
 */
const writers = [
  "ClusterRole/cert-manager-controller-challenges",
  "ClusterRole/istiod-gateway-controller-istio-system",
  "ClusterRole/jobset-manager-role",
  "ClusterRole/katib-controller",
  "ClusterRole/knative-serving-core",
  "ClusterRole/kserve-manager-role",
  "ClusterRole/kubeflow-kubernetes-edit",
  "ClusterRole/kubeflow-metacontroller",
  "ClusterRole/kubeflow/spark-operator-controller",
  "ClusterRole/ml-pipeline-viewer-controller-role",
  "ClusterRole/notebook-controller-role",
  "ClusterRole/pvcviewer-role",
  "ClusterRole/tensorboard-controller-manager-role",
  "ClusterRole/training-operator",
];

/** Who may besides, by release. */
const otherWriters = {
  "26.03": "ClusterRole/llmisvc-manager-role",
  "26.03.1-rc.2": "ClusterRole/kserve-llmisvc-manager-role",
} as const;

describe("who may write Services in a release", function () {
  // The first rendering of a release on a machine takes some seconds.
  this.timeout(300_000);

  for (const release of releaseVersions) {
    describe(release, () => {
      let manifests: readonly Manifest[];

      before(async function () {
        const rendered = await renderedManifests(release);
        if (typeof rendered === "string") {
          process.stderr.write(`SKIPPED: who may write Services in ${release}: ${rendered}\n`);
          this.skip();
        }
        manifests = rendered;
      });

      it("are those that the policy was made for", () => {
        const everywhere = manifests.filter(({ kind }) => kind === "ClusterRole");
        assert.deepEqual(holders(everywhere, services, writing), [...writers, otherWriters[release]].sort());
      });

      it("are tenants too, by one role, and not for a Service's status", () => {
        const roles = tenantRoles(manifests);
        assert.deepEqual(holders(roles, services, writing), ["ClusterRole/kubeflow-kubernetes-edit"]);
        assert.deepEqual(holders(roles, status, writing), []);
        assert.deepEqual(holders(manifests, status, writing), [
          "ClusterRole/istiod-clusterrole-istio-system",
        ]);
      });

      for (const [namespace, deployment, role] of [
        ["kubeflow", "kserve-controller-manager", "kserve-manager-role"],
        ["knative-serving", "controller", "knative-serving-admin"],
      ] as const) {
        it(`are, for ExternalName, ${namespace}/${deployment} by the account that the policy names`, () => {
          const account = accountOf(manifests, namespace, deployment);
          const user = serviceAccountUser(namespace, account);
          assert.ok(JSON.stringify(tenantServicePolicy()).includes(`\\"${user}\\"`), user);
          assert.ok(isBound(manifests, role, account));
        });
      }
    });
  }
});
