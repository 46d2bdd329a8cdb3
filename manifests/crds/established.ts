import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "../../kube/client";
import {
  definedGroup,
  definedKind,
  definitionRef,
  isServedVersion,
  nameOfVersion,
  versionsOf,
} from "../../kube/definition";
import { UnknownKindError } from "../../kube/errors";
import type { KubeObject } from "../../kube/object";
import { arrayOf, at, objectOf, textOf } from "../../plugin";
import { withoutCaBundle } from "./store";

/** What is asked of the API server. */
type EstablishedClient = Pick<KubeClient, "get" | "resourceFor">;

const pollMs = 200;

/** A definition as the server serves it. */
export interface Established {
  readonly digest: string;
  /** Why it is not Established, where it is not. */
  readonly problem?: string;
}

/**
 * Waits until the server serves the definition's kind, which it does only once the definition is Established.
 * Asked is the group's small list of kinds: reading 80 large definitions ten times a second keeps the server
 * from establishing them.
 */
export async function established(
  client: EstablishedClient,
  body: KubeObject,
  limit: number,
  signal: AbortSignal,
): Promise<Established> {
  const deadline = Date.now() + limit * 1000;
  const { name } = body.metadata;
  const group = definedGroup(body);
  const versions = versionsOf(body)
    .filter(isServedVersion)
    .map((version) => `${group}/${nameOfVersion(version)}`);
  const kind = definedKind(body);
  for (;;) {
    // All of them: where a version is added to others, these are served before it is.
    const served = (await Promise.all(versions.map((version) => isServed(client, version, kind)))).every(
      Boolean,
    );
    if (served || Date.now() > deadline) {
      const object = await client.get(definitionRef(name), signal);
      const digest = object === undefined ? "" : digestOfLive(object);
      return served
        ? { digest }
        : { digest, problem: `not Established after ${limit} s${complaints(object)}` };
    }
    await sleep(pollMs, undefined, { signal });
  }
}

async function isServed(client: EstablishedClient, apiVersion: string, kind: string): Promise<boolean> {
  try {
    await client.resourceFor(apiVersion, kind);
    return true;
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return false;
    }
    throw error;
  }
}

/** What the definition's own conditions complain of. */
function complaints(object: KubeObject | undefined): string {
  const said = arrayOf(at(object, "status", "conditions"))
    .filter((condition) => at(condition, "status") !== "True")
    .map((condition) => `${textOf(at(condition, "type"))}: ${textOf(at(condition, "message"))}`);
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

/** What the server made of the definition, without what cert-manager's injector writes into it. */
export function digestOfLive({ spec }: KubeObject): string {
  return createHash("sha256")
    .update(JSON.stringify(withoutCaBundle(objectOf(spec))))
    .digest("hex");
}
