import { InfraOutputs } from "../../contract";
import { KubeClient } from "../../kube";
import { CrdStore } from "../../manifests/crds/store";
import { objectOf, textOf } from "../../plugin/json";
import { localKubeconfig, type Operated } from "../commands/operate";
import type { CommandContext } from "../commands/context";
import type { Session } from "../commands/session";
import type { StackTarget } from "../engine/backend";
import { readOutputs, readStack } from "../engine/read";
import type { Configuration } from "../preflight";
import { controlled } from "./controlled";
import { lookAtDefinitions, lookAtDropped, lookAtTenants, reasonOf } from "./look";
import { controllersIn, planOf, type UpgradePlan } from "./plan";
import type { PreviewRecorder } from "./recorder";
import { installedOf, type Upgrade, upgradeOf, wantedBy } from "./versions";

/** A stack that was previewed for a plan. */
export interface PlannedStack extends Pick<Operated, "target" | "view"> {
  /** Whether the preview came to its end. Default: true. */
  readonly whole?: boolean;
}

/** How long the cluster may take to answer all that is asked, in milliseconds. */
const patience = 120_000;

/** What changes in version between the states of an environment and its configuration; undefined where nothing does. */
export async function pendingUpgrade(
  session: Pick<Session, "backend" | "command" | "revived">,
  configuration: Configuration,
): Promise<Upgrade | undefined> {
  // A cluster that is gone is made anew: there is nothing in it that an upgrade could touch.
  if (session.revived === "absent") {
    return undefined;
  }
  const { backend, command } = session;
  const stateOf = (room: StackTarget["room"]["name"]) => {
    const target = backend.targets.find((one) => one.room.name === room);
    return target && readStack(backend, target, command);
  };
  // On `local` infra has no version that counts.
  const [infra, platform] = await Promise.all([
    backend.local ? undefined : stateOf("infra"),
    stateOf("platform"),
  ]);
  return upgradeOf(installedOf(infra, platform), wantedBy(configuration));
}

/** Stacks that are previewed for the plan: the platform, and infra where a version of its own changes. */
export function stacksOf({ backend }: Pick<Session, "backend">, { steps }: Upgrade): readonly StackTarget[] {
  const infra = steps.some(({ what }) => what === "Kubernetes");
  return backend.targets.filter(({ room }) => room.name === "platform" || (infra && room.name === "infra"));
}

/** Puts the plan together from previews of its stacks and from what the cluster says. */
export async function preparePlan(
  context: CommandContext,
  session: Session,
  upgrade: Upgrade,
  previews: readonly PlannedStack[],
  recorder: PreviewRecorder,
): Promise<UpgradePlan> {
  const recorded = recorder.recorded();
  const changed = previews.flatMap(({ view }) => view.changed);
  const stacks = previews.map(({ target }) => target.room.name);
  const base = { upgrade, changed, recorded, stacks, whole: previews.every(({ whole }) => whole !== false) };
  const store = new CrdStore(context.environment);
  const textOfDigest = store.get.bind(store);
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(patience)]);
  let client: KubeClient | undefined;
  try {
    client = KubeClient.fromKubeconfig(await kubeconfigOf(context, session));
    const [definitions, dropped, tenants] = await Promise.all([
      lookAtDefinitions(client, recorded.definitions, textOfDigest, signal),
      lookAtDropped(client, recorded.definitions, signal),
      lookAtTenants(
        client,
        controllersIn(changed).filter((name) => name in controlled),
        signal,
      ),
    ]);
    return planOf({ ...base, definitions, dropped, tenants });
  } catch (error) {
    context.signal.throwIfAborted();
    return planOf({
      ...base,
      definitions: await lookAtDefinitions(undefined, recorded.definitions, textOfDigest, context.signal),
      dropped: await lookAtDropped(undefined, recorded.definitions, context.signal),
      tenants: reasonOf(error),
    });
  } finally {
    await client?.close();
  }
}

async function kubeconfigOf(context: CommandContext, { backend, command }: Session): Promise<string> {
  const local = localKubeconfig(context);
  const infra = backend.targets.find(({ room }) => room.name === "infra");
  if (local !== undefined || infra === undefined) {
    return local ?? "";
  }
  const cluster: unknown = (await readOutputs(backend, infra, command)).cluster?.value;
  const known = InfraOutputs.shape.cluster.safeParse(cluster);
  return known.success ? known.data.kubeconfig : textOf(objectOf(cluster).kubeconfig);
}
