import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEnvironment } from "../../config/environment";
import { projects } from "../../contract";
import { createCluster, deleteCluster } from "../../infra/local/cluster";
import { CLUSTER_TOOLS } from "../../infra/local/control-plane";
import { DEFAULT_POOLS } from "../../infra/local/nodes";
import { KubeClient, type KubeObject, label, refOf } from "../../kube";
import { checkSource, findRelease, locateSource } from "../../manifests";
import type { JsonObject } from "../../plugin";
import { ensureTools, VERSIONS } from "../../toolchain";
import { define, keepWhatPodsNeed, makeNamespaces } from "./testing/furnish";
import { exampleTenant, type Sent, type Wanted, wantedBy } from "./testing/kubernetes-objects";
import { podOf } from "./testing/pods";
import { quotasIn, rewritten, tried, uncanonical, type Verdict } from "./testing/trial";

/** Definitions that neither the release nor a chart brings, by their group. */
const broughtByOthers: Readonly<Record<string, string>> = {
  "snapshot.storage.k8s.io": "the snapshot controller, an add-on of EKS, brings the definition",
};

/** Groups of the definitions that charts bring: unknown to the server where no mirror has the chart. */
const broughtByCharts: Readonly<Record<string, readonly string[]>> = {
  karpenter: ["karpenter.sh", "karpenter.k8s.aws"],
  "external-secrets": ["external-secrets.io", "generators.external-secrets.io"],
  "aws-load-balancer-controller": ["elbv2.k8s.aws", "gateway.k8s.aws"],
  "external-dns": ["externaldns.k8s.io"],
  "kube-prometheus-stack": ["monitoring.coreos.com"],
  alloy: ["monitoring.grafana.com"],
  keda: ["keda.sh", "eventing.keda.sh"],
  kueue: ["kueue.x-k8s.io"],
  velero: ["velero.io"],
};

/** Environments whose objects never meet an API server in `local`. */
const environments = ["dev", "prod"] as const;

interface Tried extends Sent {
  readonly verdict: Verdict;
}

/**
 * Every Kubernetes object of the environments on AWS against a real API server of their version: schemas, rules in
 * definitions, names, quantities. Nothing of it is kept, no webhook is asked, and what charts make is not among it.
 */
describe("the Kubernetes objects of the environments on AWS, on a real API server", function () {
  this.timeout(180_000);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "accepted-"));
  const wanted = new Map<string, Wanted>();
  let client: KubeClient | undefined;

  before(async function () {
    this.timeout(1_500_000);
    const missing = await checkSource(locateSource(findRelease("26.03"), readEnvironment()));
    if (missing !== undefined) {
      process.stderr.write(`\n  SKIPPED: ${missing}\n\n`);
      this.skip();
    }
    const tools = await ensureTools([...CLUSTER_TOOLS, "kustomize"], { environment: readEnvironment() });
    const kubernetesVersion = VERSIONS.kubernetes.split(".").slice(0, 2).join(".");
    // No storage classes: those of the environments would be changes of them, which the server refuses.
    const { kubeconfig } = await createCluster(
      { name: "accepted", directory, kubernetesVersion, nodes: [...DEFAULT_POOLS], storage: [] },
      { tools },
    );
    client = KubeClient.fromKubeconfig(kubeconfig);
    for (const name of environments) {
      wanted.set(name, await wantedBy(name, tools.kustomize));
    }
    await define(client, [...wanted.values()]);
    await makeNamespaces(client, [...wanted.values()]);
  });

  after(async () => {
    await client?.close();
    await deleteCluster(directory);
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it("which refuses what it doesn't know, and rewrites what isn't canonical", async () => {
    const server = client ?? assert.fail("there is no API server");
    const quota = (spec: JsonObject): KubeObject => ({
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "trial", namespace: exampleTenant },
      spec,
    });
    const refused = await tried(server, quota({ hrad: { cpu: "1" } }));
    assert.match(refused.is === "refused" ? refused.message : "", /hrad/);
    const hard = quota({ hard: { "requests.memory": "1024Gi", "requests.cpu": "500m" } });
    const accepted = await tried(server, hard);
    assert.deepEqual(accepted.is === "accepted" ? rewritten(hard, accepted.answer) : [], [
      'spec.hard.requests.memory: "1024Gi" → "1Ti"',
    ]);
    const quotas = quotasIn({ flavors: [{ nominalQuota: "2000" }, { nominalQuota: "1536Gi" }] });
    assert.deepEqual(await uncanonical(server, exampleTenant, quotas), [
      'flavors[0].nominalQuota: "2000" → "2k"',
    ]);
    const profile = { apiVersion: "kubeflow.org/v1", kind: "Profile", metadata: { name: "trial" } };
    const unknownField = await tried(server, { ...profile, spec: { ownr: {} } });
    assert.match(unknownField.is === "refused" ? unknownField.message : "", /ownr/);
  });

  for (const name of environments) {
    describe(`of ${name}`, () => {
      let all: readonly Tried[] = [];

      before(async () => {
        const server = client ?? assert.fail("there is no API server");
        // The client bounds how many requests there are at a time.
        all = await Promise.all(
          (wanted.get(name)?.objects ?? []).map(async (sent) => ({
            ...sent,
            verdict: await tried(server, sent.object),
          })),
        );
      });

      it("are accepted", () => {
        const refusals = all.flatMap(({ origin, object, verdict }) =>
          verdict.is === "refused" ? [`${label(refOf(object))} (${origin}): ${verdict.message}`] : [],
        );
        const unknown = all.filter(({ verdict }) => verdict.is === "unknown");
        const { unknownCharts = [] } = wanted.get(name) ?? {};
        const absent = new Map([
          ...Object.entries(broughtByOthers),
          ...unknownCharts.flatMap((chart) =>
            (broughtByCharts[chart] ?? []).map((group) => [group, `no mirror has chart ${chart}`] as const),
          ),
        ]);
        const skipped = unknown.filter(({ object }) => absent.has(groupOf(object)));
        const unserved = unknown
          .filter((one) => !skipped.includes(one))
          .map(
            ({ origin, object }) => `${label(refOf(object))} (${origin}): no kind of ${object.apiVersion}`,
          );
        for (const { object } of skipped) {
          process.stderr.write(
            `\n  SKIPPED: ${label(refOf(object))}: ${absent.get(groupOf(object)) ?? ""}\n`,
          );
        }
        for (const chart of unknownCharts) {
          process.stderr.write(`\n  SKIPPED: the kinds of chart ${chart}: no mirror has its definitions\n`);
        }
        const problems = [...refusals, ...unserved];
        for (const source of [projects.infra, projects.platform, projects.workloads, "tenants' templates"]) {
          const accepted = all.filter(
            ({ origin, verdict }) => origin.includes(source) && verdict.is === "accepted",
          );
          assert.ok(accepted.length > 0, `no object of ${source} is accepted`);
        }
        assert.equal(problems.length, 0, `${problems.length} are refused:\n${problems.join("\n")}`);
      });

      it("are written as the server would write them, so that a refresh finds no drift", async () => {
        const lines = await Promise.all(
          all.map(async ({ object, verdict, origin }) => {
            const quotas = groupOf(object) === "kueue.x-k8s.io" ? quotasIn(object) : [];
            const changed = [
              ...(verdict.is === "accepted" ? rewritten(object, verdict.answer) : []),
              ...(await uncanonical(client ?? assert.fail(), exampleTenant, quotas)),
            ];
            return changed.map((line) => `${label(refOf(object))} (${origin}): ${line}`);
          }),
        );
        const found = lines.flat();
        assert.equal(
          found.length,
          0,
          `${found.length} fields come back as something else:\n${found.join("\n")}`,
        );
      });

      it("make pods that their namespaces admit", async () => {
        const server = client ?? assert.fail("there is no API server");
        const { tenantLabels = {} } = wanted.get(name) ?? {};
        await keepWhatPodsNeed(
          server,
          all.map(({ object }) => object),
          tenantLabels,
        );
        const pods = all.flatMap(({ object, origin }) => {
          const pod = podOf(object);
          return pod === undefined ? [] : [{ pod, whose: `${label(refOf(object))} (${origin})` }];
        });
        const refusals = await Promise.all(
          pods.map(async ({ pod, whose }) => {
            const verdict = await tried(server, pod);
            return verdict.is === "refused" ? [`${whose}: ${verdict.message}`] : [];
          }),
        );
        const problems = refusals.flat();
        const privileged = await tried(server, privilegedPod);
        assert.match(privileged.is === "refused" ? privileged.message : "", /violates PodSecurity/);
        assert.ok(pods.length > 0, "no object makes pods");
        assert.equal(problems.length, 0, `${problems.length} are refused:\n${problems.join("\n")}`);
      });
    });
  }
});

/** No tenant may run it. */
const privilegedPod: KubeObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "privileged", namespace: exampleTenant },
  spec: { containers: [{ name: "main", image: "main", securityContext: { privileged: true } }] },
};

function groupOf({ apiVersion }: KubeObject): string {
  return apiVersion.split("/")[0] ?? "";
}
