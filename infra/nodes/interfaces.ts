import type { InstanceFacts } from "../facts";

/** A network interface that a node starts with. */
export interface NodeInterface {
  readonly networkCardIndex: number;
  readonly deviceIndex: number;
  readonly interfaceType: "interface" | "efa-only";
}

/**
 * The network interfaces of a node with Elastic Fabric Adapters: one for IP, and on each card that can have one an
 * adapter without an IP address. The first card's primary interface has to be the one for IP, so its adapter comes
 * second; on the others the adapter is alone (EC2 User Guide, "Maximize network bandwidth on Amazon EC2 instances with
 * multiple network cards").
 */
export function efaInterfaces(efa: NonNullable<InstanceFacts["efa"]>): NodeInterface[] {
  const adapters = Array.from({ length: efa.count }, (_, index): NodeInterface => {
    const networkCardIndex = efa.firstCard + index;
    return { networkCardIndex, deviceIndex: networkCardIndex === 0 ? 1 : 0, interfaceType: "efa-only" };
  });
  return [{ networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" }, ...adapters];
}
