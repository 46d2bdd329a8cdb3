import { textOf } from "../plugin/json";
import type { KubeClient } from "./client";
import { label, type KubeObject, type ObjectRef } from "./object";

/** What is waited for. Undefined is an object that isn't there. May throw to give up. */
export type ObjectCheck = (object: KubeObject | undefined) => boolean;

/** How long and from when. */
export interface WaitOptions {
  /** Ends the wait, which then throws the signal's reason. */
  readonly signal: AbortSignal;
  /** The object as it was last written: older states of it don't count. */
  readonly since?: KubeObject | undefined;
}

/**
 * Waits for objects. Any number of waits for objects of one kind and namespace share one watch, so
 * that a hundred Deployments coming up cost the server a handful of connections.
 */
export class ObjectWaiter {
  readonly #watches = new Map<string, SharedWatch>();

  constructor(private readonly client: KubeClient) {}

  /**
   * Resolves with the object as soon as `check` holds of it.
   *
   * @throws what the check throws; the signal's reason; KubeError; UnknownKindError
   */
  async until(ref: ObjectRef, check: ObjectCheck, options: WaitOptions): Promise<KubeObject | undefined> {
    options.signal.throwIfAborted();
    const { namespaced } = await this.client.resourceFor(ref.apiVersion, ref.kind);
    const namespace = namespaced ? (ref.namespace ?? "default") : undefined;
    const key = `${ref.apiVersion} ${ref.kind} ${namespace ?? ""}`;
    let watch = this.#watches.get(key);
    if (watch === undefined) {
      watch = new SharedWatch(this.client, { ...ref, namespace }, () => this.#watches.delete(key));
      this.#watches.set(key, watch);
    }
    return watch.until(ref, check, options);
  }
}

interface Waiting {
  readonly name: string;
  readonly see: (object: KubeObject | undefined, event: boolean) => void;
  readonly fail: (error: unknown) => void;
}

class SharedWatch {
  readonly #known = new Map<string, KubeObject>();
  readonly #waiting = new Set<Waiting>();
  readonly #stop = new AbortController();
  #synced = false;

  constructor(
    client: KubeClient,
    { apiVersion, kind, namespace }: ObjectRef,
    private readonly onEnd: () => void,
  ) {
    void this.#run(client, apiVersion, kind, namespace);
  }

  async until(
    ref: ObjectRef,
    check: ObjectCheck,
    { signal, since }: WaitOptions,
  ): Promise<KubeObject | undefined> {
    return new Promise((resolve, reject) => {
      const end = () => {
        signal.removeEventListener("abort", abort);
        this.#waiting.delete(waiting);
        if (this.#waiting.size === 0) {
          this.#end();
        }
      };
      const fail = (error: unknown) => {
        end();
        reject(error instanceof Error ? error : new Error(`waiting for ${label(ref)}: ${String(error)}`));
      };
      const abort = () => {
        fail(signal.reason);
      };
      const see = (object: KubeObject | undefined, event: boolean) => {
        // The watch may lag behind what was just written.
        const stale = since !== undefined && (object === undefined ? !event : isOlder(object, since));
        try {
          if (!stale && check(object)) {
            end();
            resolve(object);
          }
        } catch (error) {
          fail(error);
        }
      };
      const waiting: Waiting = { name: ref.name, see, fail };
      this.#waiting.add(waiting);
      signal.addEventListener("abort", abort, { once: true });
      if (this.#synced) {
        see(this.#known.get(ref.name), false);
      }
    });
  }

  #end(): void {
    this.onEnd();
    this.#stop.abort(new Error("nobody waits"));
  }

  async #run(client: KubeClient, apiVersion: string, kind: string, namespace?: string): Promise<void> {
    try {
      for await (const event of client.watch(apiVersion, kind, { namespace, signal: this.#stop.signal })) {
        if (event.type === "SYNCED") {
          this.#synced = true;
          for (const { name, see } of [...this.#waiting]) {
            see(this.#known.get(name), false);
          }
          continue;
        }
        const { name } = event.object.metadata;
        const object = event.type === "DELETED" ? undefined : event.object;
        if (object === undefined) {
          this.#known.delete(name);
        } else {
          this.#known.set(name, object);
        }
        if (this.#synced) {
          for (const waiting of [...this.#waiting].filter((candidate) => candidate.name === name)) {
            waiting.see(object, true);
          }
        }
      }
    } catch (error) {
      for (const { fail } of [...this.#waiting]) {
        fail(error);
      }
    }
  }
}

/** True if `object` is a state from before `since`; versions of one kind of object are numbers that grow. */
function isOlder(object: KubeObject, since: KubeObject): boolean {
  const [version, least] = [object, since].map(({ metadata }) => textOf(metadata.resourceVersion));
  return (
    /^\d+$/.test(version ?? "") && /^\d+$/.test(least ?? "") && BigInt(version ?? "") < BigInt(least ?? "")
  );
}
