import { type KubeClient, type KubeObject, refOf } from "../../../kube";
import { type JsonObject, textOf } from "../../../plugin";
import type { HandMadeTenant, Row } from "./data";
import { ownerName } from "./data/row";
import { kindKey, type ServedKinds } from "./kinds";
import { until } from "./settled";

/**
 * Makes a tenant as the dashboard and the profile controller would, and everything in it. The namespace belongs to the
 * Profile, as the controller has it: where an upgrade made the Profile anew, the garbage collector would take all of it.
 */
export async function makeTenant(
  client: KubeClient,
  served: ServedKinds,
  { name, profileVersion, owner, rows }: HandMadeTenant,
): Promise<void> {
  const profile = await client.create({
    apiVersion: `kubeflow.org/${profileVersion}`,
    kind: "Profile",
    metadata: { name },
    spec: { owner: { kind: "User", name: owner } },
  });
  const metadata = {
    name,
    annotations: { owner },
    labels: {
      "app.kubernetes.io/part-of": "kubeflow-profile",
      "katib.kubeflow.org/metrics-collector-injection": "enabled",
    },
    ownerReferences: [ownerReference(profile)],
  };
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata });
  const account = { apiVersion: "v1", kind: "ServiceAccount", name: "default", namespace: name };
  await until(async () => ((await client.get(account)) === undefined ? `${name} has no account` : undefined));
  const made = new Map<string, KubeObject>();
  for (const row of rows) {
    made.set(ownerName(refOf(row.object)), await makeRow(client, served, row, name, made));
  }
}

async function makeRow(
  client: KubeClient,
  served: ServedKinds,
  { object, status, owner, clusterWide }: Row,
  namespace: string,
  made: ReadonlyMap<string, KubeObject>,
): Promise<KubeObject> {
  const owning = owner === undefined ? undefined : made.get(owner);
  if (owner !== undefined && owning === undefined) {
    throw new Error(`${ownerName(refOf(object))} goes with ${owner}, which no row before it makes`);
  }
  const metadata = {
    ...object.metadata,
    ...(clusterWide === true ? {} : { namespace }),
    ...(owning && { ownerReferences: [ownerReference(owning)] }),
  };
  const body = { ...object, metadata };
  const separate = served.preferred.get(kindKey(object.apiVersion, object.kind))?.hasStatus === true;
  if (status === undefined || separate) {
    const created = await client.create(body);
    return status === undefined ? created : writeStatus(client, created, status);
  }
  return client.create({ ...body, status });
}

async function writeStatus(client: KubeClient, created: KubeObject, status: JsonObject): Promise<KubeObject> {
  const contentType = "application/merge-patch+json";
  await client.raw("PATCH", `${await client.pathOf(refOf(created))}/status`, {
    body: { status },
    contentType,
  });
  return created;
}

function ownerReference({ apiVersion, kind, metadata }: KubeObject): JsonObject {
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: textOf(metadata.uid),
    controller: true,
    blockOwnerDeletion: true,
  };
}
