import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Severity } from "./handlers";

const severities = {
  status: LogSeverity.INFO,
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/** The engine as a provider sees it: a place to send messages to. */
export class EngineHost {
  #client: EngineClient | undefined;

  /** @param address `host:port` of the engine; undefined (started by hand) drops all messages */
  constructor(address: string | undefined) {
    this.attach(address);
  }

  /** Sends messages to another engine from now on. */
  attach(address: string | undefined): void {
    this.#client =
      address === undefined || address === ""
        ? undefined
        : new EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Shows a message at a resource. A message that can't be delivered is dropped: it is only a message. */
  log(urn: string, severity: Severity, message: string): void {
    const request = new LogRequest();
    request.setUrn(urn);
    request.setSeverity(severities[severity]);
    request.setMessage(message);
    request.setEphemeral(severity === "status");
    this.#client?.log(request, () => undefined);
  }
}
