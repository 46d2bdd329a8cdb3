import type { JsonObject } from "../../../plugin/json";
import type { ObservabilityPorts } from "./ports";

const ADDRESS = "127.0.0.1";

/** How long metrics and logs are kept. */
export const RETENTION = { days: 3, loki: "72h", prometheus: "3d" } as const;

/** Loki's configuration: one process that keeps everything in a folder. */
export function lokiConfig(folder: string, ports: Pick<ObservabilityPorts, "loki" | "lokiGrpc">): JsonObject {
  const grpc = `${ADDRESS}:${ports.lokiGrpc}`;
  return {
    auth_enabled: false,
    server: {
      http_listen_address: ADDRESS,
      http_listen_port: ports.loki,
      grpc_listen_address: ADDRESS,
      grpc_listen_port: ports.lokiGrpc,
      log_level: "warn",
    },
    common: {
      path_prefix: folder,
      replication_factor: 1,
      instance_addr: ADDRESS,
      ring: { kvstore: { store: "inmemory" }, instance_addr: ADDRESS },
      storage: { filesystem: { chunks_directory: `${folder}/chunks`, rules_directory: `${folder}/rules` } },
    },
    // Nobody else joins: it is asked at once, and ends at once.
    ingester: { lifecycler: { min_ready_duration: "0s", final_sleep: "0s" } },
    // Found by a ring, its parts look for one another every ten seconds, and it is ready that much later.
    query_scheduler: { use_scheduler_ring: false },
    frontend: { scheduler_address: grpc, scheduler_dns_lookup_period: "1s" },
    frontend_worker: { scheduler_address: grpc, dns_lookup_duration: "1s" },
    schema_config: {
      configs: [
        {
          from: "2025-01-01",
          store: "tsdb",
          object_store: "filesystem",
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    compactor: {
      working_directory: `${folder}/compactor`,
      retention_enabled: true,
      delete_request_store: "filesystem",
    },
    limits_config: {
      retention_period: RETENTION.loki,
      // A cluster that ran for days before somebody turned this on has lines of all of them.
      reject_old_samples: false,
      // Labels are those that the follower gives; Loki would add guesses of its own.
      discover_log_levels: false,
      discover_service_name: [],
    },
    analytics: { reporting_enabled: false },
  };
}
