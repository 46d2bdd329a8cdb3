import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineHost } from "./host";
import { type ProviderOptions, providerService } from "./service";

/** Pulumi's own limit for one message, in bytes. */
const maxMessage = 400 * 1024 * 1024;
/** How often a plugin looks whether its engine is still there, in milliseconds. */
const orphanCheckMs = 2000;

/**
 * Serves a provider to the engine that started this process: binds a free port on the loopback
 * interface and prints it, as the plugin protocol asks. Returns once the port is printed.
 *
 * @throws Error if no port can be bound
 */
export async function serveProvider(options: ProviderOptions): Promise<void> {
  const port = await listen(options, process.argv.at(2));
  process.stdout.write(`${port}\n`);
  exitWithParent();
}

/**
 * Serves several providers from this one process to engines that attach to them (PULUMI_DEBUG_PROVIDERS), and
 * prints one line: a JSON object of their ports by name.
 *
 * @throws Error if a port can't be bound
 */
export async function serveProviders(providers: readonly ProviderOptions[]): Promise<void> {
  const ports = await Promise.all(
    providers.map(async (options) => [options.name, await listen(options, undefined)] as const),
  );
  process.stdout.write(`${JSON.stringify(Object.fromEntries(ports))}\n`);
  exitWithParent();
}

async function listen(options: ProviderOptions, engineAddress: string | undefined): Promise<number> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessage,
    "grpc.max_send_message_length": maxMessage,
  });
  const host = new EngineHost(engineAddress);
  server.addService(ResourceProviderService, providerService(options, host));
  return new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
}

/** An engine that was killed can't stop its plugins: without this they would stay for good. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.exit(0);
    }
  }, orphanCheckMs).unref();
}
