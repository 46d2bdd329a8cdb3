import { setMaxListeners } from "node:events";
import type * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { checkAnswer, diffAnswer, errorAnswer } from "./answers";
import { differences } from "./diff";
import type { CheckRequest, DiffRequest, ProviderHandlers, ResourceRequest } from "./handlers";
import type { EngineHost } from "./host";
import { fromStruct, toStruct } from "./properties";

/** What a provider plugin serves. */
export interface ProviderOptions {
  /** The provider's package name, such as `kubernetes`. */
  readonly name: string;
  /** Its version, without a leading v. */
  readonly version: string;
  readonly handlers: ProviderHandlers;
}

/** The provider service: one function a method, each translating one message. */
export function providerService(
  { name, version, handlers }: ProviderOptions,
  host: EngineHost,
): grpc.UntypedServiceImplementation {
  let cancelled = cancellation();
  const attach = (address: string): void => {
    host.attach(address);
    // The next engine is not cancelled because the one before it was.
    cancelled = cancelled.signal.aborted ? cancellation() : cancelled;
  };
  const about = (request: Named): ResourceRequest => ({
    urn: request.getUrn(),
    type: request.getType(),
    name: request.getName(),
    signal: cancelled.signal,
    log: (severity, message) => {
      host.log(request.getUrn(), severity, message);
    },
  });
  const timeout = (seconds: number): number | undefined => (seconds > 0 ? seconds : undefined);
  // What was is read when a handler asks for it: most don't, and it is the larger part of a message.
  const checkRequest = (request: rpc.CheckRequest): CheckRequest => {
    const olds = once(() => fromStruct(request.getOlds()));
    return {
      ...about(request),
      get olds() {
        return olds();
      },
      news: fromStruct(request.getNews()),
      randomSeed: request.getRandomseed_asU8(),
    };
  };
  const diffRequest = (request: rpc.DiffRequest): DiffRequest => {
    const oldState = once(() => fromStruct(request.getOlds()));
    return {
      ...about(request),
      id: request.getId(),
      oldInputs: fromStruct(request.getOldInputs()),
      get oldState() {
        return oldState();
      },
      news: fromStruct(request.getNews()),
    };
  };
  const plainDiff = (request: DiffRequest) => ({
    changes: differences(request.oldInputs, request.news),
  });

  const none = (what: string) =>
    unary<Empty, never>(() => {
      throw new Error(`the provider ${name} has no ${what}`);
    });

  return {
    invoke: none("functions"),
    call: none("methods"),
    construct: none("components"),
    parameterize: none("parameters"),
    getPluginInfo: unary<Empty, PluginInfo>(() => new PluginInfo().setVersion(version)),
    handshake: unary<rpc.ProviderHandshakeRequest, rpc.ProviderHandshakeResponse>((request) => {
      attach(request.getEngineAddress());
      // Secrets arrive as plain values, and the engine marks what comes back under the same path as secret:
      // handlers see values only. What a provider makes up itself it marks with secret().
      return new rpc.ProviderHandshakeResponse().setAcceptSecrets(false);
    }),
    attach: unary<AttachRequest, Empty>((request) => {
      attach(request.getAddress());
      return new Empty();
    }),
    getSchema: unary<rpc.GetSchemaRequest, rpc.GetSchemaResponse>(() =>
      new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name, version })),
    ),
    checkConfig: unary<rpc.CheckRequest, rpc.CheckResponse>(async (message) => {
      const request = checkRequest(message);
      return checkAnswer((await handlers.checkConfig?.(request)) ?? { inputs: request.news });
    }),
    diffConfig: unary<rpc.DiffRequest, rpc.DiffResponse>(async (message) => {
      const request = diffRequest(message);
      return diffAnswer((await handlers.diffConfig?.(request)) ?? plainDiff(request));
    }),
    configure: unary<rpc.ConfigureRequest, rpc.ConfigureResponse>(async (message) => {
      await handlers.configure?.({ args: fromStruct(message.getArgs()) });
      return new rpc.ConfigureResponse().setAcceptsecrets(false).setSupportspreview(true);
    }),
    check: unary<rpc.CheckRequest, rpc.CheckResponse>(async (message) => {
      const request = checkRequest(message);
      return checkAnswer((await handlers.check?.(request)) ?? { inputs: request.news });
    }),
    diff: unary<rpc.DiffRequest, rpc.DiffResponse>(async (message) => {
      const request = diffRequest(message);
      return diffAnswer((await handlers.diff?.(request)) ?? plainDiff(request));
    }),
    create: unary<rpc.CreateRequest, rpc.CreateResponse>(async (message) => {
      const { id, outputs } = await handlers.create({
        ...about(message),
        inputs: fromStruct(message.getProperties()),
        preview: message.getPreview(),
        timeoutSeconds: timeout(message.getTimeout()),
      });
      return new rpc.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),
    read: unary<rpc.ReadRequest, rpc.ReadResponse>(async (message) => {
      const inputs = message.getInputs();
      const request = {
        ...about(message),
        id: message.getId(),
        inputs: inputs === undefined ? undefined : fromStruct(inputs),
        state: fromStruct(message.getProperties()),
      };
      const found =
        handlers.read === undefined
          ? { id: request.id, inputs: request.inputs ?? {}, outputs: request.state }
          : await handlers.read(request);
      // An empty id says that the resource is gone.
      return found === undefined
        ? new rpc.ReadResponse()
        : new rpc.ReadResponse()
            .setId(found.id)
            .setInputs(toStruct(found.inputs))
            .setProperties(toStruct(found.outputs));
    }),
    update: unary<rpc.UpdateRequest, rpc.UpdateResponse>(async (message) => {
      if (handlers.update === undefined) {
        throw new Error(`${message.getType()} can't be changed in place`);
      }
      const outputs = await handlers.update({
        ...about(message),
        id: message.getId(),
        oldInputs: fromStruct(message.getOldInputs()),
        oldState: fromStruct(message.getOlds()),
        news: fromStruct(message.getNews()),
        preview: message.getPreview(),
        timeoutSeconds: timeout(message.getTimeout()),
      });
      return new rpc.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: unary<rpc.DeleteRequest, Empty>(async (message) => {
      await handlers.delete?.({
        ...about(message),
        id: message.getId(),
        inputs: fromStruct(message.getOldInputs()),
        state: fromStruct(message.getProperties()),
        timeoutSeconds: timeout(message.getTimeout()),
      });
      return new Empty();
    }),
    cancel: unary<Empty, Empty>(() => {
      cancelled.abort(new Error("cancelled"));
      return new Empty();
    }),
  };
}

function cancellation(): AbortController {
  const controller = new AbortController();
  // Hundreds of operations wait on it at a time; that is no leak.
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Makes a value when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface Named {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

interface AttachRequest {
  getAddress(): string;
}

/** A method with one request and one answer; whatever it throws becomes the call's error. */
function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void (async () => answer(call.request))().then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(errorAnswer(error));
      },
    );
  };
}
