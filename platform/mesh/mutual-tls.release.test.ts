import assert from "node:assert/strict";
import { isIn, isObject, type JsonObject, type Manifest, objectKey, releaseVersions } from "../../manifests";
import { type ComponentName, componentNames } from "../components/names";
import { changedBy } from "../testing/release";
import { awsInfra, contextOf } from "../testing/settings";
import { PLAIN_TEXT_PORTS } from "./plain-text";

/** Mutual TLS is strict: every webhook that the API server asks must be open to it all the same. */
for (const release of releaseVersions) {
  describe(`strict mutual TLS in ${release}`, function () {
    // The first rendering of a release on a machine takes some seconds.
    this.timeout(300_000);

    const context = contextOf(awsInfra, { release });
    let objects: readonly Manifest[];

    before(async function () {
      const names: readonly ComponentName[] = componentNames;
      const rendered = await Promise.all(names.map((name) => changedBy(name, context)));
      const missing = rendered.find((result) => typeof result === "string");
      if (missing !== undefined) {
        process.stderr.write(`SKIPPED: mutual TLS is not held against ${release}: ${missing}\n`);
        this.skip();
      }
      objects = rendered.flatMap((result) => (typeof result === "string" ? [] : [...result.after.values()]));
    });

    it("leaves every webhook to the API server", () => {
      const closed = webhookPods(objects).filter(
        ({ pods, port }) => hasSidecar(pods, objects) && !isOpen(pods, port, objects),
      );
      assert.deepEqual(
        closed.map(({ webhook, pods, port }) => `${webhook}: ${objectKey(pods)} port ${port}`),
        [],
      );
    });

    it("knows webhooks behind sidecars at all", () => {
      const names = webhookPods(objects)
        .filter(({ pods }) => hasSidecar(pods, objects))
        .map(({ pods }) => pods.metadata.name);
      assert.ok(names.includes("cache-server") && names.includes("llmisvc-controller-manager"));
    });

    it("makes an exception for no pods that the release has not got", () => {
      const workloads = objects.filter(isWorkload);
      const rows = PLAIN_TEXT_PORTS.filter((row) => isIn(release, row) && row.inClusterStorage !== true);
      const lost = rows.filter(
        ({ namespace, pods }) =>
          !workloads.some(
            (workload) =>
              workload.metadata.namespace === namespace &&
              Object.entries(pods).every(([key, value]) => podLabels(workload)[key] === value) &&
              hasSidecar(workload, objects),
          ),
      );
      assert.deepEqual(
        lost.map(({ name }) => name),
        [],
      );
    });
  });
}

interface WebhookPods {
  readonly webhook: string;
  readonly pods: Manifest;
  readonly port: number;
}

/** Pods behind every webhook, with the port of the container that its Service leads to. */
function webhookPods(objects: readonly Manifest[]): WebhookPods[] {
  return objects
    .filter(({ kind }) => kind.endsWith("WebhookConfiguration"))
    .flatMap((configuration) =>
      list(configuration.webhooks).flatMap((webhook) => {
        const reference = path(webhook, "clientConfig", "service");
        const service = objects.find(
          ({ kind, apiVersion, metadata }) =>
            kind === "Service" &&
            apiVersion === "v1" &&
            metadata.name === reference.name &&
            metadata.namespace === reference.namespace,
        );
        return service === undefined
          ? []
          : podsBehind(service, Number(reference.port ?? 443), objects).map((found) => ({
              webhook: configuration.metadata.name,
              ...found,
            }));
      }),
    );
}

function podsBehind(service: Manifest, servicePort: number, objects: readonly Manifest[]) {
  const { selector, ports } = path(service.spec);
  const target = list(ports).find(({ port }) => port === servicePort)?.targetPort ?? servicePort;
  return objects
    .filter(
      (workload) =>
        isWorkload(workload) &&
        workload.metadata.namespace === service.metadata.namespace &&
        Object.entries(path(selector)).every(([key, value]) => podLabels(workload)[key] === value),
    )
    .map((pods) => ({ pods, port: typeof target === "number" ? target : namedPort(pods, target) }));
}

function namedPort(pods: Manifest, name: unknown): number {
  const containers = list(path(pods.spec, "template", "spec").containers);
  const ports = containers.flatMap((container) => list(container.ports));
  return Number(ports.find((port) => port.name === name)?.containerPort);
}

/** As the injector decides: the pods' label goes before the namespace's. */
function hasSidecar(workload: Manifest, objects: readonly Manifest[]): boolean {
  const namespace = objects.find(
    ({ kind, metadata }) => kind === "Namespace" && metadata.name === workload.metadata.namespace,
  );
  const own =
    podLabels(workload)["sidecar.istio.io/inject"] ?? annotations(workload)["sidecar.istio.io/inject"];
  return own === undefined
    ? namespace?.metadata.labels?.["istio-injection"] === "enabled"
    : own === "true" && namespace?.metadata.labels?.["istio-injection"] !== "disabled";
}

/** Past the sidecar, or through it in plain text. */
function isOpen(workload: Manifest, port: number, objects: readonly Manifest[]): boolean {
  const excluded = annotations(workload)["traffic.sidecar.istio.io/excludeInboundPorts"];
  return (
    (typeof excluded === "string" && excluded.split(",").includes(String(port))) ||
    objects.some(
      ({ kind, metadata, spec }) =>
        kind === "PeerAuthentication" &&
        metadata.namespace === workload.metadata.namespace &&
        Object.entries(path(spec, "selector", "matchLabels")).every(
          ([key, value]) => podLabels(workload)[key] === value,
        ) &&
        path(spec, "portLevelMtls", String(port)).mode === "PERMISSIVE",
    )
  );
}

function isWorkload({ kind }: Manifest): boolean {
  return ["Deployment", "StatefulSet", "DaemonSet"].includes(kind);
}

function podLabels(workload: Manifest): JsonObject {
  return path(workload.spec, "template", "metadata", "labels");
}

function annotations(workload: Manifest): JsonObject {
  return path(workload.spec, "template", "metadata", "annotations");
}

function path(value: unknown, ...keys: readonly string[]): JsonObject {
  const end = keys.reduce<unknown>((current, key) => (isObject(current) ? current[key] : undefined), value);
  return isObject(end) ? end : {};
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
