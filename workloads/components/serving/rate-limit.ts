import { modelPods } from "../../../istio";
import type { Manifest } from "../../../kube/manifest";
import { entryOf, type Service } from "./inference-service-spec";

/** Share of all requests, as Envoy writes it. */
const all = { default_value: { numerator: 100, denominator: "HUNDRED" } };

/**
 * Envoy's local rate limit in the sidecars of the pods that requests come to: a bucket of tokens for each pod.
 *
 * It knows nothing of other pods, so what all answer together grows with them; a limit over all of them would need a
 * rate limit service, which the platform hasn't got. Source of the filter's fields: Envoy's
 * extensions/filters/http/local_ratelimit/v3; istio.io, "Enabling Rate Limits using Envoy", local rate limit.
 */
export function rateLimits({ namespace, args, versions }: Service): Manifest[] {
  const { rateLimit } = args;
  if (rateLimit === undefined) {
    return [];
  }
  const { requestsPerSecond, burst = Math.max(1, requestsPerSecond) } = rateLimit;
  const bucket =
    requestsPerSecond < 1
      ? { tokens_per_fill: 1, fill_interval: `${seconds(1 / requestsPerSecond)}s` }
      : { tokens_per_fill: requestsPerSecond, fill_interval: "1s" };
  return versions.map(({ name }) => ({
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "EnvoyFilter",
    metadata: { name: `model-${name}-rate-limit`, namespace },
    spec: {
      workloadSelector: { labels: modelPods(name, entryOf(args)) },
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: {
            context: "SIDECAR_INBOUND",
            listener: {
              filterChain: {
                filter: {
                  name: "envoy.filters.network.http_connection_manager",
                  // Behind the policies on who may call, so that nobody else uses tokens up.
                  subFilter: { name: "envoy.filters.http.router" },
                },
              },
            },
          },
          patch: {
            operation: "INSERT_BEFORE",
            value: {
              name: "envoy.filters.http.local_ratelimit",
              typed_config: {
                "@type":
                  "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
                stat_prefix: "http_local_rate_limiter",
                token_bucket: { max_tokens: burst, ...bucket },
                filter_enabled: { runtime_key: "local_rate_limit_enabled", ...all },
                filter_enforced: { runtime_key: "local_rate_limit_enforced", ...all },
              },
            },
          },
        },
      ],
    },
  }));
}

/** A protobuf duration has at most nine digits behind the point. */
function seconds(value: number): string {
  return String(Number(value.toFixed(3)));
}
