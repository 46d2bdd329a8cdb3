import { setMaxListeners } from "node:events";
import { messageOf } from "../../config/errors";
import {
  definedGroup,
  definedKind,
  definitionRef,
  isServedVersion,
  type KubeClient,
  type KubeObject,
  nameOfVersion,
  UnknownKindError,
  versionsOf,
} from "../../kube";
import { textOf } from "../../plugin/json";
import { firstLine } from "../terminal/text";
import { controlled } from "./controlled";
import { type DefinitionPair, type SeenObjects, versionsToLookAt } from "./definitions";
import type { ChangedDefinition } from "./recorder";
import type { TenantObjects } from "./workloads";

/** What is asked of the API server. */
export type LookingClient = Pick<KubeClient, "get" | "pages">;

/** Reads a definition's text by its digest. */
export type Definitions = (digest: string) => Promise<KubeObject>;

/** Objects of a kind that are looked at: so many pages of the API server. */
const mostPages = 20;

/** What a definition is and becomes, and what there is of its kind. */
export interface SeenDefinition {
  readonly pair: DefinitionPair;
  /** Undefined where the cluster can't be asked. */
  readonly seen: SeenObjects | undefined;
}

/** A definition that the release no longer has: it stays, with its objects. */
export interface DroppedDefinition {
  readonly name: string;
  readonly kind: string;
  /** Undefined where the cluster can't be asked. */
  readonly objects: number | undefined;
}

/**
 * Asks the cluster for each definition that another takes the place of, and for those of its objects that something
 * could happen to.
 *
 * @param client undefined where the cluster can't be asked: then the text that was applied last stands for the definition
 */
export async function lookAtDefinitions(
  client: LookingClient | undefined,
  changed: readonly ChangedDefinition[],
  textOfDigest: Definitions,
  signal: AbortSignal,
): Promise<readonly SeenDefinition[]> {
  setMaxListeners(0, signal);
  const seen = await Promise.all(
    changed.map(async ({ name, before: digest, after: next }): Promise<SeenDefinition[]> => {
      if (next === undefined) {
        return [];
      }
      const after = await textOfDigest(next);
      const live = await client?.get(definitionRef(name), signal);
      // Another machine may have applied it: then this one has its text nowhere.
      const before =
        live ?? (client === undefined ? await textOfDigest(digest).catch(() => undefined) : undefined);
      if (before === undefined) {
        return [];
      }
      const pair = { before, after };
      return [{ pair, seen: client && (await objectsOf(client, pair, signal)) }];
    }),
  );
  return seen.flat();
}

/** Asks for the definitions that go, and how much there is of their kinds. */
export async function lookAtDropped(
  client: LookingClient | undefined,
  changed: readonly ChangedDefinition[],
  signal: AbortSignal,
): Promise<readonly DroppedDefinition[]> {
  const dropped = await Promise.all(
    changed
      .filter(({ after }) => after === undefined)
      .map(async ({ name }): Promise<DroppedDefinition[]> => {
        if (client === undefined) {
          return [{ name, kind: name, objects: undefined }];
        }
        const live = await client.get(definitionRef(name), signal);
        const version = versionsOf(live).find(isServedVersion);
        if (live === undefined || version === undefined) {
          return [];
        }
        const kind = definedKind(live);
        const apiVersion = `${definedGroup(live)}/${nameOfVersion(version)}`;
        const { objects } = await listed(client, apiVersion, kind, signal);
        return [{ name, kind, objects: objects.length }];
      }),
  );
  return dropped.flat();
}

/** Counts what tenants have of the kinds that components control, in the namespaces of Profiles. */
export async function lookAtTenants(
  client: LookingClient,
  components: readonly string[],
  signal: AbortSignal,
): Promise<TenantObjects> {
  const kinds = Object.entries(controlled).filter(([component]) => components.includes(component));
  const [profiles, ...counted] = await Promise.all([
    listed(client, "kubeflow.org/v1", "Profile", signal),
    ...kinds.flatMap(([component, all]) =>
      all.map(async ({ apiVersion, kind }) => ({
        component,
        kind,
        ...(await listed(client, apiVersion, kind, signal)),
      })),
    ),
  ]);
  const tenants = new Set(profiles.objects.map(({ metadata }) => metadata.name));
  return counted.map(({ component, kind, objects, more }) => ({
    component,
    kind,
    more,
    objects: objects.flatMap((object) => {
      // A Profile is its tenant's, wherever it is.
      const namespace = kind === "Profile" ? object.metadata.name : textOf(object.metadata.namespace);
      return tenants.has(namespace) ? [{ namespace, object }] : [];
    }),
  }));
}

/** Why a cluster didn't answer, in one line. */
export function reasonOf(error: unknown): string {
  return firstLine(messageOf(error));
}

async function objectsOf(
  client: LookingClient,
  pair: DefinitionPair,
  signal: AbortSignal,
): Promise<SeenObjects> {
  const group = definedGroup(pair.before);
  const kind = definedKind(pair.before);
  const lists = await Promise.all(
    versionsToLookAt(pair).map(async (version) => ({
      version,
      ...(await listed(client, `${group}/${version}`, kind, signal)),
    })),
  );
  return {
    byVersion: new Map(lists.map(({ version, objects }) => [version, objects])),
    more: lists.some(({ more }) => more),
  };
}

/** The objects of a kind in the whole cluster, as many as are looked at; none of a kind that nobody serves. */
async function listed(
  client: LookingClient,
  apiVersion: string,
  kind: string,
  signal: AbortSignal,
): Promise<{ readonly objects: readonly KubeObject[]; readonly more: boolean }> {
  const objects: KubeObject[] = [];
  let pages = 0;
  try {
    for await (const page of client.pages(apiVersion, kind, { signal })) {
      if (++pages > mostPages) {
        return { objects, more: true };
      }
      objects.push(...page);
    }
    return { objects, more: false };
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return { objects, more: false };
    }
    throw error;
  }
}
