import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { readEnvironment } from "../../../config/environment";
import type { KubeObject } from "../../../kube";
import { checkSource, findRelease, locateSource, objectKey, type ReleaseVersion } from "../../../manifests";
import { replacedOnTheWayTo } from "../../../platform/testing/replaced";
import { textOf } from "../../../plugin";
import { Clone, type Ended } from "../clone";
import { type Identities, knowsField, LocalCluster, replacedBetween } from "./cluster";
import { compare, findingsText, type Rule } from "./compare";
import { handMadeTenants } from "./data";
import { kindKey, type ServedKinds } from "./kinds";
import { makeTenant } from "./make";
import { notTenants, unaccounted } from "./not-tenants";
import { onTheWayBack, onTheWayUp } from "./rules";
import { settled } from "./settled";
import type { Snapshot } from "./snapshot";

const repository = path.resolve(__dirname, "..", "..", "..");

/** The releases that the platform moves between. */
const [from, to] = ["26.03", "26.03.1-rc.2"] as const;

/** Kinds whose objects are made anew where a release has another value in a field that nobody can change. */
const replaceable = [
  { apiVersion: "apps/v1", kind: "DaemonSet" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "apps/v1", kind: "StatefulSet" },
  { apiVersion: "v1", kind: "Service" },
  { apiVersion: "v1", kind: "PersistentVolumeClaim" },
  { apiVersion: "v1", kind: "Secret" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass" },
  { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" },
];

/** Kinds that never are: a definition that goes takes all of its objects with it, a namespace all that is in it. */
const lasting = [
  { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
  { apiVersion: "v1", kind: "Namespace" },
  { apiVersion: "v1", kind: "ServiceAccount" },
];

const trainJobs = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  name: "trainjobs.trainer.kubeflow.org",
} as const;

const profileController = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  namespace: "kubeflow",
  name: "profiles-deployment",
} as const;

const Result = z.looseObject({ changed: z.boolean() });

function succeeded({ code, output }: Ended): string {
  assert.equal(code, 0, output);
  return output;
}

function changedBy(ended: Ended): boolean {
  succeeded(ended);
  return Result.parse(JSON.parse(ended.stdout.trim())).changed;
}

/** Objects that are made anew on the way to a release, as `objectKey` names them. */
function replacedKeys(release: ReleaseVersion): string[] {
  return (replacedOnTheWayTo[release] ?? []).map((line) => line.slice(0, line.indexOf(" ")));
}

function uidOf(object: KubeObject | undefined): string {
  return textOf(object?.metadata.uid);
}

/** What the cluster was like at one time. */
interface Seen {
  readonly served: ServedKinds;
  readonly tenants: Snapshot;
  readonly identities: Identities;
}

describe("an upgrade with tenants' data in place, and the way back", () => {
  let clone: Clone;
  let first: Seen;
  let second: Seen;

  before(async function () {
    const environment = readEnvironment();
    for (const release of [from, to]) {
      const missing = await checkSource(locateSource(findRelease(release), environment));
      if (missing !== undefined) {
        process.stderr.write(`\n  SKIPPED: release ${release}: ${missing}\n\n`);
        this.skip();
      }
    }
    const source = locateSource(findRelease(from), environment);
    clone = new Clone(
      repository,
      source.kind === "mirror" ? { MANIFESTS_MIRROR: path.dirname(source.directory) } : {},
    );
  });

  after(async () => {
    // Mocha calls it for a skipped suite too; a suite that failed must not leave a control plane running.
    if (typeof clone === "object") {
      if (fs.existsSync(clone.path(".local", "state"))) {
        await clone.run("destroy");
      }
      clone.remove();
    }
  });

  /** The one line of configuration that an upgrade is. */
  const setRelease = (now: string, next: string): void => {
    const file = clone.path("Pulumi.local.yaml");
    const text = fs.readFileSync(file, "utf8");
    const line = (release: string) => `kubeflow-platform:release: "${release}"`;
    assert.ok(text.includes(line(now)), text);
    fs.writeFileSync(file, text.replace(line(now), line(next)));
  };

  const see = (known?: ServedKinds): Promise<Seen> =>
    LocalCluster.look(clone, async (cluster) => ({
      served: cluster.served,
      tenants: await cluster.snapshot(known),
      identities: await cluster.identities([...replaceable, ...lasting], objectKey),
    }));

  /** Fails with a line for each difference that no rule allows. */
  const holds = (now: Seen, rules: readonly Rule[]): void => {
    const findings = compare(first.tenants, now.tenants, rules);
    assert.ok(findings.length === 0, `${findings.length} differences:\n${findingsText(findings)}`);
  };

  const replaced = (now: Seen): string[] => replacedBetween(first.identities, now.identities);

  const changesNothing = async (): Promise<void> => {
    assert.equal(changedBy(await clone.run("up", "--json")), false);
    assert.equal(changedBy(await clone.run("preview", "--refresh", "--json")), false);
  };

  it(`${from} is up, and tenants work in it`, async () => {
    succeeded(await clone.run("up"));
    await LocalCluster.look(clone, async (cluster) => {
      const { client, served } = cluster;
      for (const tenant of handMadeTenants) {
        await makeTenant(client, served, tenant);
      }
      for (const tenant of await cluster.tenants()) {
        await settled(client, tenant);
      }
    });
    first = await see();
  });

  it("every namespaced kind of the release is among their data, or it is said why not", () => {
    const inData = new Set(
      [...first.tenants.values()].map(({ apiVersion, kind }) => kindKey(apiVersion, kind)),
    );
    assert.deepEqual(unaccounted(first.served.preferred.values(), inData, notTenants), []);
  });

  it(`${to} comes, though somebody stops it amid definitions and amid controllers`, async () => {
    setRelease(from, to);
    const identity = await LocalCluster.look(clone, async ({ client }) =>
      uidOf(await client.get(profileController)),
    );
    const stops = [
      { ref: trainJobs, at: (object?: KubeObject) => knowsField(object, "runtimePatches") },
      { ref: profileController, at: (object?: KubeObject) => uidOf(object) !== identity },
    ];
    for (const { ref, at } of stops) {
      const { code, output } = await LocalCluster.look(clone, async (cluster) => {
        const run = clone.start("up", "local", "--yes");
        await cluster.interruptWhen(run, ref, at);
        return run.ended;
      });
      assert.equal(code, 130, output);
      assert.match(output, /the state is kept[\s\S]*npm run up again to continue/);
    }
    succeeded(await clone.run("up", "local", "--yes"));
  });

  it("every object of every tenant is there, and is what it was", async () => {
    second = await see(first.served);
    holds(second, onTheWayUp);
  });

  it("nothing was made anew but what somebody has looked at", () => {
    assert.deepEqual(replaced(second), replacedKeys(to));
  });

  it("changes nothing when it is brought up again, and has not drifted", changesNothing);

  it(`goes back to ${from}`, async () => {
    setRelease(to, from);
    succeeded(await clone.run("up", "local", "--yes"));
  });

  it("every object of every tenant is there still, and is what it was at first", async () => {
    holds(await see(first.served), onTheWayBack);
  });

  it("changes nothing there either", changesNothing);

  it("goes without leaving anything but logs", async () => {
    succeeded(await clone.run("destroy"));
    assert.deepEqual(fs.readdirSync(clone.path(".local")), ["logs"]);
    assert.deepEqual(clone.processes(), []);
  });
});
