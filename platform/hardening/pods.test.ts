import assert from "node:assert/strict";
import { isObject, type JsonObject, type Manifest } from "../../manifests";
import { hardenUnknown, hardenWorkload } from "./pods";
import { type ContainerRow, nobody, nothing, own, several, single, temporary, type WorkloadRow } from "./row";
import { deployment } from "./testing";
import { withPodSpec, workloadOf } from "./workload";

const server: ContainerRow = { size: "proxy", user: nobody, writes: nothing, token: false, source: "a test" };
const row = (changes: Partial<WorkloadRow>): WorkloadRow => ({
  component: "pipelines",
  kind: "Deployment",
  namespace: "kubeflow",
  name: "web",
  scale: single("a test"),
  priority: "platform",
  containers: { web: server },
  ...changes,
});
const plain = { replicas: 1, priorityClasses: false };
const podSpecOf = (manifest: Manifest): JsonObject => workloadOf(manifest).podSpec;
const containerOf = (manifest: Manifest): JsonObject => {
  const { containers } = podSpecOf(manifest);
  const [first] = Array.isArray(containers) ? containers : [];
  assert.ok(isObject(first));
  return first;
};

describe("hardenWorkload", () => {
  it("takes from a pod what its row does not say", () => {
    const hardened = hardenWorkload(deployment("web", "kubeflow"), row({}), plain);
    assert.deepEqual(podSpecOf(hardened), {
      automountServiceAccountToken: false,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "web",
          image: "example/web:1",
          imagePullPolicy: "Always",
          resources: {
            requests: { cpu: "5m", memory: "64Mi", "ephemeral-storage": "64Mi" },
            limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "256Mi" },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            runAsNonRoot: true,
            readOnlyRootFilesystem: true,
            runAsUser: 65532,
            runAsGroup: 65532,
          },
        },
      ],
    });
    assert.equal(workloadOf(hardened).spec.replicas, 1);
  });

  it("mounts a folder for what is written, beside what was mounted before", () => {
    const upstream = deployment(
      "web",
      "kubeflow",
      { volumeMounts: [{ name: "cert", mountPath: "/tmp/cert" }] },
      { volumes: [{ name: "cert", secret: { secretName: "cert" } }] },
    );
    const containers = { web: { ...server, writes: temporary } };
    const hardened = hardenWorkload(upstream, row({ containers }), plain);
    assert.deepEqual(podSpecOf(hardened).volumes, [
      { name: "cert", secret: { secretName: "cert" } },
      { name: "web-tmp", emptyDir: { sizeLimit: "1Gi" } },
    ]);
    assert.deepEqual(containerOf(hardened).volumeMounts, [
      { name: "cert", mountPath: "/tmp/cert" },
      { name: "web-tmp", mountPath: "/tmp" },
    ]);
  });

  it("shows a token to the containers that need one, and to no other", () => {
    const upstream = deployment("web", "kubeflow");
    const { podSpec } = workloadOf(upstream);
    const two = withPodSpec(upstream, {
      ...podSpec,
      containers: [{ name: "web" }, { name: "side", volumeMounts: [] }],
    });
    const containers = { web: { ...server, token: true }, side: server };
    const spec = podSpecOf(hardenWorkload(two, row({ containers }), plain));
    assert.equal(spec.automountServiceAccountToken, false);
    assert.ok(Array.isArray(spec.containers) && Array.isArray(spec.volumes));
    const mounts = spec.containers.map((container) => (isObject(container) ? container.volumeMounts : null));
    assert.deepEqual(mounts, [
      [
        {
          name: "kube-api-access",
          mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
          readOnly: true,
        },
      ],
      [],
    ]);
    assert.equal(spec.volumes.length, 1);
  });

  it("keeps upstream's user and writable root file system where the row has a reason", () => {
    const containers: WorkloadRow["containers"] = {
      web: { ...server, user: own(999, "a test"), writes: { kind: "root", because: "a test" } },
    };
    const context = containerOf(hardenWorkload(deployment("web", "kubeflow"), row({ containers }), plain));
    assert.deepEqual(context.securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      runAsNonRoot: true,
      readOnlyRootFilesystem: false,
      runAsUser: 999,
      runAsGroup: 999,
    });
  });

  it("keeps several pods apart by zone and node, and sets no number where an autoscaler does", () => {
    const options = { replicas: 2, priorityClasses: true };
    const hardened = hardenWorkload(
      deployment("web", "kubeflow"),
      row({ scale: several("a test") }),
      options,
    );
    const { spec, podSpec } = workloadOf(hardened);
    const labelSelector = { matchLabels: { app: "web" } };
    assert.equal(spec.replicas, 2);
    assert.equal(podSpec.priorityClassName, "kubeflow-platform");
    assert.deepEqual(podSpec.topologySpreadConstraints, [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector,
        matchLabelKeys: ["pod-template-hash"],
      },
    ]);
    assert.deepEqual(podSpec.affinity, {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { labelSelector, topologyKey: "kubernetes.io/hostname" } },
        ],
      },
    });
    const upstream = deployment("web", "kubeflow");
    const { replicas, ...unscaled } = workloadOf(upstream).spec;
    assert.equal(replicas, 1);
    const scaled = hardenWorkload(
      { ...upstream, spec: unscaled },
      row({ scale: { kind: "autoscaled" } }),
      options,
    );
    assert.equal("replicas" in workloadOf(scaled).spec, false);
  });

  it("leaves untouched pods alone", () => {
    const upstream = deployment("web", "kubeflow");
    assert.equal(hardenWorkload(upstream, row({ containers: { untouched: "a test" } }), plain), upstream);
  });

  it("leaves containers without a row alone, with the token that their pod had", () => {
    const upstream = deployment("web", "kubeflow");
    const { podSpec } = workloadOf(upstream);
    const added = { name: "new", image: "example/new:1" };
    const two = withPodSpec(upstream, { ...podSpec, containers: [{ name: "web" }, added] });
    const spec = podSpecOf(hardenWorkload(two, row({}), plain));
    assert.equal("automountServiceAccountToken" in spec, false);
    assert.ok(Array.isArray(spec.containers));
    assert.deepEqual(spec.containers[1], added);
  });

  const wrong: readonly (readonly [what: string, Manifest, Partial<WorkloadRow>, RegExp])[] = [
    [
      "a container that is gone",
      deployment("web", "kubeflow"),
      { containers: { web: server, gone: server } },
      /Deployment\/kubeflow\/web has no container gone/,
    ],
    [
      "a folder that the release mounts by now",
      deployment("web", "kubeflow", { volumeMounts: [{ name: "tmp", mountPath: "/tmp" }] }),
      { containers: { web: { ...server, writes: temporary } } },
      /container web of Deployment\/kubeflow\/web mounts \/tmp/,
    ],
    [
      "a readiness probe that the release has by now",
      deployment("web", "kubeflow", { readinessProbe: { tcpSocket: { port: 1 } } }),
      { containers: { web: { ...server, readiness: { tcp: 1 } } } },
      /container web of Deployment\/kubeflow\/web has a readiness probe/,
    ],
    [
      "a workload without pods",
      { ...deployment("web", "kubeflow"), spec: {} },
      {},
      /Deployment\/kubeflow\/web has no pod template/,
    ],
  ];
  for (const [what, manifest, changes, message] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(() => hardenWorkload(manifest, row(changes), plain), message);
    });
  }

  it("writes probes with their ports", () => {
    const containers: WorkloadRow["containers"] = {
      web: {
        ...server,
        liveness: { tcp: "http", periodSeconds: 20 },
        readiness: { http: "/ready", port: 80 },
      },
    };
    const container = containerOf(hardenWorkload(deployment("web", "kubeflow"), row({ containers }), plain));
    assert.deepEqual(container.livenessProbe, {
      tcpSocket: { port: "http" },
      periodSeconds: 20,
      timeoutSeconds: 5,
    });
    assert.deepEqual(container.readinessProbe, { httpGet: { path: "/ready", port: 80 }, timeoutSeconds: 5 });
  });
});

describe("hardenUnknown", () => {
  it("sets the runtime's filter of system calls, and keeps several pods apart", () => {
    const upstream = deployment("new", "kubeflow");
    const { spec } = workloadOf(upstream);
    const hardened = podSpecOf(hardenUnknown({ ...upstream, spec: { ...spec, replicas: 3 } }));
    assert.deepEqual(hardened.securityContext, { seccompProfile: { type: "RuntimeDefault" } });
    assert.ok(Array.isArray(hardened.topologySpreadConstraints));
    assert.deepEqual(hardened.containers, podSpecOf(upstream).containers);
    assert.equal("topologySpreadConstraints" in podSpecOf(hardenUnknown(upstream)), false);
  });

  it("keeps a filter that upstream has chosen", () => {
    const securityContext = { seccompProfile: { type: "Unconfined" } };
    const upstream = deployment("new", "kubeflow", {}, { securityContext });
    assert.deepEqual(podSpecOf(hardenUnknown(upstream)).securityContext, securityContext);
  });

  const given: readonly (readonly [what: string, container: JsonObject, podSpec: JsonObject])[] = [
    ["a privileged container", { securityContext: { privileged: true } }, {}],
    ["an added capability", { securityContext: { capabilities: { add: ["NET_ADMIN"] } } }, {}],
    ["root", { securityContext: { runAsUser: 0 } }, {}],
    ["the node's network", {}, { hostNetwork: true }],
  ];
  for (const [what, container, podSpec] of given) {
    it(`leaves pods with ${what} alone`, () => {
      const upstream = deployment("new", "kubeflow", container, podSpec);
      assert.equal(hardenUnknown(upstream), upstream);
    });
  }
});
