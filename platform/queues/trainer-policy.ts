import type { Manifest } from "../../manifests";
import type { QueuesConfig } from "../config/queues";
import { admissionPolicy } from "../tenants/admission-policy";

/** The account that Trainer's controller has in Kubeflow 26.03 (applications/trainer/overlays). */
const trainer = "system:serviceaccount:kubeflow-system:kubeflow-trainer-controller-manager";

const name = "queued-jobsets-are-started-by-kueue";

/**
 * Lets TrainJobs of Trainer 2.1 be queued as their JobSets.
 *
 * Trainer applies a JobSet again as long as it finds it suspended, with `suspend: false` and force; Kueue suspends it
 * again; pods would start and stop until there is quota. With this policy the API server refuses Trainer's change, which
 * Trainer tries again with growing pauses and shows as an event of the TrainJob; once Kueue has started the JobSet,
 * Trainer leaves it alone (pkg/runtime/framework/plugins/jobset/jobset.go of 2.1.0).
 *
 * It also keeps a TrainJob's own `suspend` from stopping what Kueue has started: `spec.active` of the Workload does that.
 */
export function trainerPolicy({ required }: Pick<QueuesConfig, "required">): Manifest[] {
  const inQueue = { matchExpressions: [{ key: "kueue.x-k8s.io/queue-name", operator: "Exists" }] };
  return admissionPolicy(name, {
    rule: { group: "jobset.x-k8s.io", version: "v1alpha2", resource: "jobsets", operations: ["UPDATE"] },
    // Where queues are required, Kueue holds back what names none too.
    ...(required ? {} : { objectSelector: inQueue }),
    matchConditions: [{ name: "trainer", expression: `request.userInfo.username == "${trainer}"` }],
    validation: {
      expression: "object.spec.?suspend.orValue(false) == oldObject.spec.?suspend.orValue(false)",
      message: "Kueue starts and stops what waits in a queue, once there is quota for all of it",
    },
  });
}
