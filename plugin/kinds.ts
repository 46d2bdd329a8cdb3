import { differences } from "./diff";
import type { ProviderHandlers, ResourceRequest } from "./handlers";

/**
 * The handlers of a provider of several kinds of resources, each with its own.
 *
 * @param provider the provider's name, for messages
 * @param kinds    handlers by type token, such as `kubeflow:manifests:CrdBundle`
 */
export function handlersByKind(
  provider: string,
  kinds: Readonly<Record<string, ProviderHandlers>>,
): ProviderHandlers {
  const of = ({ type }: ResourceRequest): ProviderHandlers => {
    const handlers = kinds[type];
    if (handlers === undefined) {
      throw new Error(
        `the provider ${provider} has no resource ${type}; it has ${Object.keys(kinds).join(", ")}`,
      );
    }
    return handlers;
  };
  return {
    check: (request) => of(request).check?.(request) ?? { inputs: request.news },
    diff: (request) =>
      of(request).diff?.(request) ?? { changes: differences(request.oldInputs, request.news) },
    create: (request) => of(request).create(request),
    update: (request) => of(request).update?.(request) ?? request.news,
    read: (request) => {
      const { read } = of(request);
      const { id, inputs = {}, state } = request;
      return read === undefined ? { id, inputs, outputs: state } : read(request);
    },
    delete: (request) => of(request).delete?.(request),
  };
}
