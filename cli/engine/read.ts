import { LocalWorkspace, type OutputMap, type PulumiCommand } from "@pulumi/pulumi/automation";
import { messageOf } from "../../config/errors";
import type { Backend, StackTarget } from "./backend";
import { readDeployment, readStateFile, type StackState } from "./state";
import { engineTrouble } from "./trouble";

/** What a stack's state says, from a file where it is one; undefined where the stack doesn't exist. */
export async function readStack(
  backend: Backend,
  target: StackTarget,
  command: PulumiCommand | undefined,
): Promise<StackState | undefined> {
  if (target.stateFile !== undefined || command === undefined) {
    return target.stateFile === undefined ? undefined : readStateFile(target.stateFile);
  }
  const workspace = await workspaceOf(backend, target, command);
  try {
    const exported: { deployment: unknown } = await workspace.exportStack(target.stack);
    return readDeployment(exported.deployment);
  } catch (error) {
    if (/no stack named/i.test(messageOf(error))) {
      return undefined;
    }
    throw engineTrouble(`The state of ${target.room.name} can't be read`, messageOf(error));
  }
}

/** A stack's outputs with its secrets in clear. */
export async function readOutputs(
  backend: Backend,
  target: StackTarget,
  command: PulumiCommand,
): Promise<OutputMap> {
  return (await workspaceOf(backend, target, command)).stackOutputs(target.stack);
}

/** Forgets a stack that has no resources any more; the environment's configuration file stays. */
export async function removeStack(
  backend: Backend,
  target: StackTarget,
  command: PulumiCommand,
): Promise<void> {
  const workspace = await workspaceOf(backend, target, command);
  await workspace.removeStack(target.stack, { preserveConfig: true });
}

function workspaceOf(backend: Backend, target: StackTarget, command: PulumiCommand): Promise<LocalWorkspace> {
  return LocalWorkspace.create({
    workDir: target.workDir,
    pulumiCommand: command,
    envVars: { ...backend.variables },
  });
}
