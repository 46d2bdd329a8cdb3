import { differences } from "./diff";
import type { ProviderHandlers } from "./handlers";
import type { JsonObject } from "./json";
import { handlersByKind } from "./kinds";

/**
 * The handlers of a provider whose resources all live in one cluster, of which its configuration says how to reach it
 * (`kubeconfig`) and which one it is (`clusterIdentifier`).
 *
 * @param provider the provider's name, for messages
 * @param connect  makes what resources speak to, of the provider's configuration
 * @param kinds    handlers by type token, each given a way to ask for the connection; it throws before there is one
 */
export function handlersOfCluster<Connection>(
  provider: string,
  connect: (args: JsonObject) => Connection,
  kinds: Readonly<Record<string, (connected: () => Connection) => ProviderHandlers>>,
): ProviderHandlers {
  let connection: Connection | undefined;
  const connected = (): Connection => {
    if (connection === undefined) {
      throw new Error(`the provider ${provider} has no kubeconfig yet: its cluster is not known`);
    }
    return connection;
  };
  return {
    configure: ({ args }) => {
      connection = connect(args);
    },
    diffConfig: ({ oldInputs, news }) => ({
      // Another cluster under the same name: what the state remembers is gone.
      changes: differences(oldInputs, news).map((change) => ({
        ...change,
        replace: change.path === "clusterIdentifier",
      })),
    }),
    ...handlersByKind(
      provider,
      Object.fromEntries(Object.entries(kinds).map(([type, handlers]) => [type, handlers(connected)])),
    ),
  };
}
