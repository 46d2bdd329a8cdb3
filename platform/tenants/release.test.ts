import assert from "node:assert/strict";
import { readEnvironment } from "../../config/environment";
import { objectsOf } from "../../contract";
import {
  applyTransforms,
  checkSource,
  findRelease,
  isObject,
  type JsonObject,
  locateSource,
  type Manifest,
  objectKey,
  releaseVersions,
  type ReleaseVersion,
  render,
} from "../../manifests";
import { findKustomize } from "../../manifests/kustomize";
import { catalogue, type ComponentName, componentNames } from "../components";
import { PlatformConfig } from "../config";
import { targetsOf } from "../objects";
import type { Context } from "../part";
import { awsInfra, contextOf, localInfra } from "../testing/settings";
import { egressFlows, type Flow, ingressFlows } from "./flows";
import { nameIn } from "../names";
import { profileLabels } from "./labels";
import { profileControllerTransforms } from "./profile-controller";
import { withoutNetworkPolicyRights } from "./roles";
import { tenantTemplates } from "./templates";
import { Network, type Pod } from "./testing/network-policies";

/** What must be found and changed, by the names that a release gives it; `*` for the hash of what is in it. */
const changedIn = (release: ReleaseVersion) =>
  [
    "ClusterRole/kubeflow-kubernetes-edit",
    "ClusterRole/kubeflow-metacontroller",
    "ConfigMap/kubeflow/kubeflow-pipelines-profile-controller-code-*",
    "ConfigMap/kubeflow/kubeflow-pipelines-profile-controller-env-*",
    `ConfigMap/kubeflow/${nameIn(release, "namespaceLabels")}-*`,
    "DecoratorController/kubeflow/kubeflow-pipelines-profile-controller",
    "Deployment/kubeflow/kubeflow-pipelines-profile-controller",
    "StatefulSet/kubeflow/metacontroller",
  ].sort();

/** The release as far as it is looked at here. */
const releaseNamespaces = ["istio-system", "knative-serving", "kubeflow"];

describe("what tenants need of a release", function () {
  // The first rendering of a release on a machine takes some seconds.
  this.timeout(300_000);

  for (const version of releaseVersions) {
    for (const [place, infra] of [
      ["with S3", awsInfra],
      ["with the store in the cluster", localInfra],
    ] as const) {
      describe(`${version} ${place}`, () => {
        const context = contextOf(infra, { release: version });
        let manifests: readonly Manifest[];

        before(async function () {
          const missing = await whyNot(version);
          if (missing !== undefined) {
            process.stderr.write(`SKIPPED: tenants are not held against ${version}: ${missing}\n`);
            this.skip();
          }
          manifests = await renderAll(version);
        });

        it("is there to be changed", () => {
          const { config } = context;
          const transforms = [
            ...profileControllerTransforms(context),
            profileLabels(config),
            withoutNetworkPolicyRights,
          ];
          const differs = (manifest: Manifest) =>
            JSON.stringify(applyTransforms([manifest], transforms)) !== JSON.stringify([manifest]);
          assert.deepEqual(manifests.filter(differs).map(nameOf).sort(), changedIn(version));
        });

        it("has a pod at the other end of every flow, and its port", () => {
          const missing = [
            ...ingressFlows(context).filter(
              ({ peer }) => inRelease({ peer }) && podsAt(manifests, peer).length === 0,
            ),
            ...egressFlows(context).filter(
              (flow) =>
                inRelease(flow) &&
                !(flow.ports ?? []).every(({ port }) =>
                  podsAt(manifests, flow.peer).some(({ ports }) => ports.includes(port)),
                ),
            ),
          ];
          assert.deepEqual(missing, []);
        });

        it("lets pods of tenants in wherever they may go", () => {
          assert.deepEqual(refusedByRelease(manifests, context), []);
        });
      });
    }
  }
});

function nameOf(manifest: Manifest): string {
  return objectKey(manifest).replace(manifest.kind === "ConfigMap" ? /-[a-z0-9]{10}$/ : /$^/, "-*");
}

/** Why this machine can't render a release; undefined where it can. */
async function whyNot(version: string): Promise<string | undefined> {
  const environment = readEnvironment();
  try {
    findKustomize(environment);
    return await checkSource(locateSource(findRelease(version), environment));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function renderAll(version: string): Promise<Manifest[]> {
  const setting = { config: PlatformConfig.parse({ release: version }), infra: localInfra };
  const targets = componentNames.flatMap((name: ComponentName) => targetsOf(catalogue[name], setting));
  const environment = readEnvironment();
  const rendered = await render(locateSource(findRelease(version), environment), targets, { environment });
  return [...rendered.values()].flatMap((component) => component.manifests);
}

function inRelease({ peer }: Pick<Flow, "peer">): boolean {
  return peer.kind === "pods" && releaseNamespaces.includes(peer.namespace);
}

/** Pods of the release that a peer selects, with the ports that they or Services before them name. */
function podsAt(manifests: readonly Manifest[], peer: Flow["peer"]) {
  return manifests.flatMap((manifest) => {
    const template = objectAt(manifest.spec, "template");
    const labels = textsOf(objectAt(objectAt(template, "metadata"), "labels"));
    const selected =
      peer.kind === "pods" &&
      peer.namespace === manifest.metadata.namespace &&
      Object.entries(peer.labels).every(([key, value]) => labels[key] === value);
    const containers = listAt(objectAt(template, "spec"), "containers");
    const portNames = Object.fromEntries(
      containers
        .flatMap((container) => listAt(container, "ports"))
        .flatMap(({ name, containerPort }) =>
          typeof name === "string" && typeof containerPort === "number" ? [[name, containerPort]] : [],
        ),
    );
    return selected ? [{ labels, portNames, ports: portsOf(manifest, labels, manifests) }] : [];
  });
}

function portsOf(workload: Manifest, labels: Record<string, string>, manifests: readonly Manifest[]) {
  const containers = listAt(objectAt(objectAt(workload.spec, "template"), "spec"), "containers");
  const own = containers.flatMap((container) => listAt(container, "ports").map((port) => port.containerPort));
  const services = manifests.filter(
    ({ kind, metadata, spec }) =>
      kind === "Service" &&
      metadata.namespace === workload.metadata.namespace &&
      isObject(spec) &&
      isObject(spec.selector) &&
      Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
  );
  return [...own, ...services.flatMap(({ spec }) => listAt(spec, "ports").map((port) => port.targetPort))];
}

/** The gateways' policies are platform/hardening's to widen. */
function refusedByRelease(manifests: readonly Manifest[], context: Context): string[] {
  const tenant: Pod = { namespace: "team-a", labels: { app: "notebook" }, address: "10.0.1.1" };
  const templates = tenantTemplates(context);
  const policies = [
    ...manifests.filter(({ kind }) => kind === "NetworkPolicy"),
    ...objectsOf(templates, "team-a").filter(({ kind }) => kind === "NetworkPolicy"),
  ];
  const network = new Network(policies, { "team-a": templates.labels });
  return egressFlows(context).flatMap(({ peer, ports }) =>
    peer.kind !== "pods" || peer.labels.app?.endsWith("gateway") === true
      ? []
      : (ports ?? []).flatMap(({ port, protocol }) =>
          podsAt(manifests, peer)
            .map(({ labels, portNames }): Pod => ({
              namespace: peer.namespace,
              labels,
              portNames,
              address: "10.0.5.1",
            }))
            .filter((to) => !network.allows({ from: tenant, to, port, protocol }))
            .map((to) => `${JSON.stringify(to.labels)}:${port}`),
        ),
  );
}

function objectAt(value: unknown, key: string): JsonObject {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : {};
}

function listAt(value: unknown, key: string): JsonObject[] {
  const inner = isObject(value) ? value[key] : undefined;
  return Array.isArray(inner) ? inner.filter(isObject) : [];
}

function textsOf(value: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}
