import { UserError } from "../../../config/errors";
import type { KubeClient } from "../../../kube/client";
import { UnknownKindError } from "../../../kube/errors";
import { arrayOf, differences, type JsonObject, type ProviderHandlers, textOf } from "../../../plugin";
import { type DataKind, dataKinds } from "./data-kinds";

type Client = Pick<KubeClient, "list">;

/** How the `kubeflow-workloads` provider keeps a tenant that holds data. Nothing of it is in the cluster. */
export function dataGuardHandlers(client: () => Client): ProviderHandlers {
  return {
    diff: ({ oldInputs, news }) => ({
      changes: differences(oldInputs, news)
        // It orders deletions, and is unknown in a preview where something before it is new.
        .filter(({ path }) => path !== "after")
        .map((change) => ({ ...change, replace: change.path === "tenant" })),
    }),
    create: ({ inputs }) => ({ id: textOf(inputs.tenant), outputs: inputs }),
    update: ({ news }) => news,
    delete: async ({ inputs, signal }) => {
      // Not even asked: the cluster may be gone.
      if (inputs.dataMayBeLost !== true) {
        const held = await holdings(client(), textOf(inputs.tenant), signal);
        if (held.length > 0) {
          throw refusal(inputs, held);
        }
      }
    },
  };
}

/** Objects of one kind that would be lost. */
export interface Holding {
  readonly kind: string;
  /** What is lost with them, for people. */
  readonly title: string;
  /** Their names, in order. */
  readonly names: readonly string[];
}

/** What would be lost with a namespace; what is being deleted already is not among it. */
export async function holdings(client: Client, namespace: string, signal?: AbortSignal): Promise<Holding[]> {
  const found = await Promise.all(
    dataKinds.map(async (row): Promise<Holding[]> => {
      const names = await namesOf(client, row, namespace, signal);
      return names.length === 0 ? [] : [{ kind: row.kind, title: row.title, names }];
    }),
  );
  return found.flat();
}

async function namesOf(
  client: Client,
  { apiVersion, kind, counts = () => true }: DataKind,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  try {
    const objects = await client.list(apiVersion, kind, { namespace, signal });
    return objects
      .filter((object) => object.metadata.deletionTimestamp === undefined && counts(object))
      .map(({ metadata }) => metadata.name)
      .sort();
  } catch (error) {
    if (error instanceof UnknownKindError) {
      return [];
    }
    throw error;
  }
}

/** Names of a kind that are spelt out; there may be thousands. */
const namesShown = 5;

/** One message that says what is there, what stays anyway, and what to do. */
export function refusal(inputs: JsonObject, held: readonly Holding[]): UserError {
  const tenant = textOf(inputs.tenant);
  const staying = arrayOf(inputs.staying).map((place) => textOf(place));
  const lines = held.map(({ kind, title, names }) => {
    const more = names.length - namesShown;
    const shown = names.slice(0, namesShown).join(", ");
    return `  ${title} (${kind}): ${shown}${more > 0 ? ` and ${more} more` : ""}`;
  });
  return new UserError(
    [
      `tenant "${tenant}" is kept: with it would be lost`,
      ...lines,
      ...(staying.length === 0
        ? []
        : [`What is in ${staying.join(" and ")} stays, whatever becomes of the tenant.`]),
    ].join("\n"),
    `keep the tenant in the program. If all of this may be lost, first add ${tenant} to kubeflow-workloads:dataMayBeLost (in a program of your own: dataMayBeLost: true) and run up, then remove it`,
    1,
  );
}
