/**
 * What Karpenter wants to hear of before it happens to a node (Karpenter 1.14 documentation, CloudFormation
 * reference): pattern of EventBridge events by the end of the rule's name.
 */
export const INTERRUPTION_EVENTS = {
  "spot-interruption": {
    description: "EC2 takes a spot instance back in two minutes",
    source: "aws.ec2",
    detailType: "EC2 Spot Instance Interruption Warning",
  },
  rebalance: {
    description: "A spot instance is likely to be taken back",
    source: "aws.ec2",
    detailType: "EC2 Instance Rebalance Recommendation",
  },
  "instance-state-change": {
    description: "An instance stops or ends",
    source: "aws.ec2",
    detailType: "EC2 Instance State-change Notification",
  },
  "scheduled-change": {
    description: "AWS maintains an instance's host",
    source: "aws.health",
    detailType: "AWS Health Event",
  },
  "reservation-ending": {
    description: "Reserved capacity is taken back",
    source: "aws.ec2",
    detailType: "EC2 Capacity Reservation Instance Interruption Warning",
  },
} as const satisfies Record<
  string,
  { readonly description: string; readonly source: string; readonly detailType: string }
>;

/** Name of the EventBridge rule of an event. */
export function interruptionRuleName(clusterName: string, event: string): string {
  return `${clusterName}-karpenter-${event}`;
}
