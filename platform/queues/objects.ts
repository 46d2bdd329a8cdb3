import { isIn, type Manifest } from "../../manifests";
import type { Context } from "../part";
import { clusterQueues, cohorts } from "./cluster-queues";
import { resourceFlavors } from "./flavors";
import { queuedTrainJobs } from "./frameworks";
import { checkQueues } from "./mistakes";
import { queuedPools } from "./pools";
import { priorityClasses } from "./priority-classes";
import { trainerPolicy } from "./trainer-policy";

/**
 * Everything that Kueue needs to be told besides the tenants' LocalQueues.
 *
 * @throws UserError where configuration asks what the environment's pools don't have
 */
export function queueObjects({ config, infra, has }: Context): readonly Manifest[] {
  const { queues } = config;
  checkQueues(queues, infra);
  const pools = queuedPools(infra, queues);
  return [
    ...(has("trainer") && !isIn(config.release, queuedTrainJobs) ? trainerPolicy(queues) : []),
    ...priorityClasses(),
    ...resourceFlavors(pools, queues),
    ...cohorts(queues),
    ...clusterQueues(pools, queues),
  ];
}
