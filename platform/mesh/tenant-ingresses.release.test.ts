import assert from "node:assert/strict";
import { serviceAccountUser } from "../../istio";
import { isObject, type Json, type Manifest, objectKey, objectOf, releaseVersions } from "../../manifests";
import { catalogue, componentNames } from "../components";
import { targetsOf } from "../objects";
import { renderedRelease } from "../testing/release";
import { localInfra, settingOf } from "../testing/settings";
import { tenantIngressPolicy } from "./tenant-ingresses";

/** A kind of objects by the names that roles give it. */
interface Kind {
  readonly group: string;
  readonly resource: string;
}

const ingresses = { group: "networking.k8s.io", resource: "ingresses" };
const gateways = { group: "networking.istio.io", resource: "gateways" };
const writing = ["create", "update", "patch"];

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
        const setting = settingOf(localInfra, { release });
        const targets = componentNames.flatMap((name) => targetsOf(catalogue[name], setting));
        const rendered = await renderedRelease(release, targets);
        if (typeof rendered === "string") {
          process.stderr.write(`SKIPPED: who may write routes in ${release}: ${rendered}\n`);
          this.skip();
        }
        manifests = [...rendered.values()].flatMap((component) => component.manifests);
      });

      const holders = (kind: Kind, verbs: readonly string[]) =>
        manifests
          .filter((manifest) => rulesOf(manifest).some((rule) => gives(rule, kind, verbs)))
          .map(objectKey);

      it("are, for Ingresses, those that the policy was made for", () => {
        assert.deepEqual(holders(ingresses, writing).sort(), ingressWriters[release]);
      });

      it("are, for the platform's Gateway, Knative's controller: the policy counts whoever may as an administrator", () => {
        assert.deepEqual(holders(gateways, ["update"]), ["ClusterRole/knative-serving-istio"]);
      });

      it("is no tenant, for objects of Istio and of the Gateway API", () => {
        const found = manifests
          .filter(({ metadata }) =>
            Object.keys(metadata.labels ?? {}).some((label) =>
              /\/aggregate-to-(kubeflow-)?(admin|edit|view)$/.test(label),
            ),
          )
          .flatMap((role) =>
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
        const deployment = manifests.find(
          (manifest) => objectKey(manifest) === "Deployment/kubeflow/kserve-controller-manager",
        );
        const { serviceAccountName: account } = objectOf(objectOf(objectOf(deployment?.spec).template).spec);
        assert.ok(typeof account === "string");
        const user = serviceAccountUser("kubeflow", account);
        assert.ok(JSON.stringify(tenantIngressPolicy()).includes(`"${user}\\"`), user);
        const bound = manifests.some(
          ({ kind, roleRef, subjects }) =>
            kind === "ClusterRoleBinding" &&
            objectOf(roleRef).name === "kserve-manager-role" &&
            JSON.stringify(subjects).includes(`"${account}"`),
        );
        assert.ok(bound);
      });
    });
  }
});

function rulesOf({ kind, rules }: Manifest): Json[] {
  return (kind === "ClusterRole" || kind === "Role") && Array.isArray(rules) ? rules : [];
}

function gives(rule: Json, { group, resource }: Kind, verbs: readonly string[]): boolean {
  const has = (field: string, ...wanted: readonly string[]) =>
    textsOf(rule, field).some((text) => text === "*" || wanted.includes(text));
  return has("apiGroups", group) && has("resources", resource) && has("verbs", ...verbs);
}

function textsOf(rule: Json, field: string): string[] {
  const value = isObject(rule) ? rule[field] : undefined;
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}
