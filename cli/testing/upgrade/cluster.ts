import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeClient, type KubeObject, type ObjectRef } from "../../../kube";
import { at, textOf } from "../../../plugin";
import type { Clone, Started } from "../clone";
import { type ServedKind, type ServedKinds, servedKinds } from "./kinds";
import { atRest } from "./settled";
import { type Snapshot, takeSnapshot } from "./snapshot";

/** How often an object is looked at that somebody waits for, in milliseconds. */
const pollMs = 50;

/** The cluster of a clone's environment `local`, as its administrator sees it at one time. */
export class LocalCluster {
  private constructor(
    readonly client: KubeClient,
    readonly served: ServedKinds,
  ) {}

  /** Looks at the cluster of a clone where `local` is up, and closes the connection afterwards. */
  static async look<Result>(clone: Clone, at: (cluster: LocalCluster) => Promise<Result>): Promise<Result> {
    const kubeconfig = fs.readFileSync(clone.path(".local", "kubeconfig"), "utf8");
    const client = KubeClient.fromKubeconfig(kubeconfig);
    try {
      return await at(new LocalCluster(client, await servedKinds(client)));
    } finally {
      await client.close();
    }
  }

  /**
   * All that tenants have, once nothing of it changes any more.
   *
   * @param known the kinds of an earlier look: what is still served in the version of that time is read in it, so that
   *              both are told in the same words. Default: nobody has looked yet
   */
  async snapshot(known?: ServedKinds): Promise<Snapshot> {
    const kinds = [...this.served.preferred].map(([key, kind]) => {
      const before = known?.preferred.get(key);
      return before !== undefined && this.served.serves(before) ? before : kind;
    });
    return atRest(async () => takeSnapshot(this.client, kinds, await this.tenants()));
  }

  /** Names of all tenants. */
  async tenants(): Promise<string[]> {
    const profiles = await this.client.list("kubeflow.org/v1", "Profile");
    return profiles.map(({ metadata }) => metadata.name);
  }

  /** Uids of all objects of some kinds, by a key of theirs. */
  async identities(
    kinds: readonly Pick<ServedKind, "apiVersion" | "kind">[],
    keyOf: (object: KubeObject) => string,
  ): Promise<Identities> {
    const lists = await Promise.all(kinds.map(({ apiVersion, kind }) => this.client.list(apiVersion, kind)));
    return new Map(lists.flat().map((object) => [keyOf(object), textOf(object.metadata.uid)]));
  }

  /**
   * Ctrl-C for a run as soon as an object is as wanted, and in any case: nobody else would end it.
   *
   * @throws Error with all that the run said, where it ends before
   */
  async interruptWhen(
    run: Started,
    ref: ObjectRef,
    wanted: (object: KubeObject | undefined) => boolean,
  ): Promise<void> {
    let over: string | undefined;
    const ended = run.ended.then(({ output }) => {
      over = output;
    });
    try {
      while (!wanted(await this.client.get(ref))) {
        if (over !== undefined) {
          throw new Error(`it ended before ${ref.kind} ${ref.name} was as wanted:\n${over}`);
        }
        await sleep(pollMs);
      }
    } finally {
      if (over === undefined) {
        run.interrupt();
      }
      await ended;
    }
  }
}

/** Uids of objects, by a key that stays when an object is made anew. */
export type Identities = ReadonlyMap<string, string>;

/** Keys of objects that are there in both, but were made anew between: they have another uid. */
export function replacedBetween(before: Identities, after: Identities): string[] {
  return [...before].flatMap(([key, uid]) => (after.has(key) && after.get(key) !== uid ? [key] : [])).sort();
}

/** Whether a definition's first version knows a field of `spec`. */
export function knowsField(definition: KubeObject | undefined, field: string): boolean {
  const schema = at(definition, "spec", "versions", 0, "schema", "openAPIV3Schema");
  return at(schema, "properties", "spec", "properties", field) !== undefined;
}
