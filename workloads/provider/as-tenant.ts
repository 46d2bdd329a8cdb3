import type { JsonObject } from "../../plugin";
import type { Connection } from "./connection";
import { type ApiRequest, callApi } from "./dashboard-api";
import { machineToken, type MachineTokenArgs } from "./machine-token";
import { withDashboard } from "./port-forward";

/** Asks one of Kubeflow's REST APIs something, below the dashboard's base URL. */
export type Call = (request: Omit<ApiRequest, "signal">) => Promise<JsonObject>;

/**
 * Speaks with Kubeflow's REST APIs as a tenant: with a token of its service account, made for the purpose, through the
 * gateway by its address or by a port-forward.
 *
 * @param identity whose token it is, and for whom
 * @param action   what is asked; its connection ends with it
 */
export async function asTenant<T>(
  connection: Connection,
  identity: MachineTokenArgs,
  signal: AbortSignal,
  action: (call: Call) => Promise<T>,
): Promise<T> {
  const token = await machineToken(connection.cluster, identity, signal);
  return withDashboard(connection, signal, (dashboard) =>
    action((request) => callApi(dashboard, token, { ...request, signal })),
  );
}
