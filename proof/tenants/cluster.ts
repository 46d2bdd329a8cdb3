import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEnvironment } from "../../config/environment";
import { createCluster, deleteCluster } from "../../infra/local/cluster";
import { CLUSTER_TOOLS } from "../../infra/local/control-plane";
import { DEFAULT_POOLS } from "../../infra/local/nodes";
import { KubeClient } from "../../kube/client";
import { KubeError } from "../../kube/errors";
import { readKubeconfig } from "../../kube/kubeconfig";
import { type KubeObject, refOf } from "../../kube/object";
import { at, type JsonObject, objectOf, parseJson, textOf } from "../../plugin/json";
import { ensureTools, VERSIONS } from "../../toolchain";
import { accounts, furniture, type Who } from "./accounts";

/** Who writes server-side in these tests. */
export const manager = { fieldManager: "test" };

/** Milliseconds: a policy counts within seconds; the machine may be busy. */
const patience = 120_000;

/** A real API server with {@link furniture}, and a client for each account. */
export class TenantCluster {
  private readonly directory: string;
  private readonly clients = new Map<string, KubeClient>();

  /** @param name - of the cluster, which starts with {@link start} */
  constructor(private readonly name: string) {
    this.directory = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    const { name, directory, clients } = this;
    const tools = await ensureTools(CLUSTER_TOOLS, { environment: readEnvironment() });
    const kubernetesVersion = VERSIONS.kubernetes.split(".").slice(0, 2).join(".");
    const { kubeconfig } = await createCluster(
      { name, directory, kubernetesVersion, nodes: [...DEFAULT_POOLS], storage: [] },
      { tools },
    );
    const administrator = KubeClient.fromKubeconfig(kubeconfig);
    clients.set("the administrator", administrator);
    for (const one of furniture) {
      await administrator.apply(one, manager);
    }
    for (const { who, namespace, name: account } of accounts) {
      const token = await administrator.raw(
        "POST",
        `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
        { body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} } },
      );
      const { server, tls } = readKubeconfig(kubeconfig);
      const { cert, key, ...trust } = tls;
      const authorization = () => Promise.resolve(`Bearer ${textOf(at(token, "status", "token"))}`);
      clients.set(who, new KubeClient({ server, tls: trust, authorization }));
    }
  }

  /** Stops it, and takes away what it wrote. */
  async stop(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
    await deleteCluster(this.directory);
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  /** The API server as one of the accounts sees it. */
  as(who: Who | "the administrator"): KubeClient {
    return this.clients.get(who) ?? assert.fail(`nobody is ${who}`);
  }

  /** Puts a policy in force, and asserts that the server finds no fault with it and changes nothing of it. */
  async enforce(manifests: readonly object[], refuses: () => Promise<boolean>): Promise<void> {
    const administrator = this.as("the administrator");
    const policy = manifests.map(object);
    for (const one of policy) {
      const kept = await administrator.apply(one, manager);
      assert.deepEqual(kept.spec, one.spec);
    }
    const seen = async () => {
      const found = await administrator.get(refOf(policy[0] ?? assert.fail("no policy")));
      return { generation: at(found, "metadata", "generation"), status: objectOf(at(found, "status")) };
    };
    await until(async () => (await seen()).status.observedGeneration === 1);
    for (const one of policy) {
      await administrator.apply(one, manager);
    }
    const { generation, status } = await seen();
    assert.equal(generation, 1);
    assert.deepEqual(status.typeChecking ?? {}, {});
    // It counts a moment after it was written.
    await until(refuses);
  }

  /** What the server says where it refuses to make an object by a policy; undefined where it would make it. */
  async refusalOf(who: Who, wanted: KubeObject): Promise<string | undefined> {
    try {
      await this.as(who).create(wanted, { dryRun: true });
      return undefined;
    } catch (error) {
      assert.ok(refused(error), String(error));
      return String(error);
    }
  }

  /** Changes the object at an address of the API by a merge patch. */
  async changed(who: Who | "the administrator", address: string, body: JsonObject): Promise<JsonObject> {
    return this.as(who).raw("PATCH", address, { body, contentType: "application/merge-patch+json" });
  }
}

/** Whether an error is the refusal of a policy. */
export function refused(error: unknown): boolean {
  return (
    error instanceof KubeError && error.status === 403 && error.message.includes("ValidatingAdmissionPolicy")
  );
}

function object(manifest: object): KubeObject {
  const { apiVersion, kind, metadata, ...rest } = objectOf(parseJson(JSON.stringify(manifest)));
  return {
    ...rest,
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    metadata: { ...objectOf(metadata), name: textOf(at(metadata, "name")) },
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `it did not happen within ${patience / 1000} s`);
    await sleep(200);
  }
}
