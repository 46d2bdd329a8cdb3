import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";

/** Which turn a job gets, where the platform holds jobs back until there is room for all of their pods. */
export interface QueueArgs {
  /** The LocalQueue of the tenant's namespace that it waits in. Default: the platform's, where it has queues. */
  readonly queue?: string | undefined;
  /** How urgent it is: one of the platform's `queues.priorityClasses`. Default: none. */
  readonly priority?: string | undefined;
}

/** Labels by which Kueue 0.19 knows queue and priority. */
export const queueLabel = "kueue.x-k8s.io/queue-name";
const priorityLabel = "kueue.x-k8s.io/priority-class";

/**
 * Labels of an object that waits in a queue. Empty where it says nothing: Kueue then puts it into the namespace's queue
 * itself (docs/queues.md).
 *
 * @param owner who asks, for messages: `TrainJob "name"`
 * @throws UserError where the platform has no queues, or no such priority
 */
export function queueLabels(
  owner: string,
  { queue, priority }: QueueArgs,
  { queues }: Pick<PlatformOutputs, "queues">,
): Readonly<Record<string, string>> {
  if (queue === undefined && priority === undefined) {
    return {};
  }
  if (queues === undefined) {
    throw new UserError(
      `${owner} asks for a queue or a priority, and the platform holds no jobs back`,
      "leave queue and priority out, or switch kueue on in kubeflow-platform:addons",
    );
  }
  if (priority !== undefined && !queues.priorityClasses.includes(priority)) {
    throw new UserError(
      `${owner}: there is no priority "${priority}"; from the least urgent they are ${queues.priorityClasses.join(", ")}`,
      "use one of them",
    );
  }
  return {
    [queueLabel]: queue ?? queues.localQueue,
    ...(priority === undefined ? {} : { [priorityLabel]: priority }),
  };
}
