/** An event as a service sends it, as far as a rule can look at it. */
export interface SampleEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
}

const instance = { "instance-id": "i-0123456789abcdef0" };

/**
 * What Karpenter is to hear of, by the end of the rule's name: events as the EC2 user guide shows them (chapters on
 * spot interruptions, rebalance recommendations, state changes and interruptible capacity reservations), and one of
 * the AWS Health user guide's EventBridge schema.
 */
export const WANTED = {
  "spot-interruption": {
    source: "aws.ec2",
    detailType: "EC2 Spot Instance Interruption Warning",
    detail: { ...instance, "instance-action": "terminate" },
  },
  rebalance: {
    source: "aws.ec2",
    detailType: "EC2 Instance Rebalance Recommendation",
    detail: instance,
  },
  "instance-state-change": {
    source: "aws.ec2",
    detailType: "EC2 Instance State-change Notification",
    detail: { ...instance, state: "stopping" },
  },
  "scheduled-change": {
    source: "aws.health",
    detailType: "AWS Health Event",
    detail: {
      service: "EC2",
      eventTypeCode: "AWS_EC2_INSTANCE_REBOOT_MAINTENANCE_SCHEDULED",
      eventTypeCategory: "scheduledChange",
      affectedEntities: [{ entityValue: instance["instance-id"] }],
    },
  },
  "reservation-ending": {
    source: "aws.ec2",
    detailType: "EC2 Capacity Reservation Instance Interruption Warning",
    detail: { ...instance, "instance-action": "terminate" },
  },
} as const satisfies Record<string, SampleEvent>;

/** Events of the same services that no rule is for, from the lists of the EventBridge event reference. */
export const UNWANTED: readonly SampleEvent[] = [
  { source: "aws.ec2", detailType: "EC2 Spot Instance Request Fulfillment", detail: instance },
  { source: "aws.ec2", detailType: "EC2 Capacity Reservation Active", detail: { state: "active" } },
  { source: "aws.ec2", detailType: "EBS Volume Notification", detail: { event: "createVolume" } },
  { source: "aws.health", detailType: "AWS Health Abuse Event", detail: { service: "ABUSE" } },
];
