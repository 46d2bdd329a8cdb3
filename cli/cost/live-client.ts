import { GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import { messageOf } from "../../config/errors";
import { type Ask, askForPrices, type LivePrices } from "./live";
import type { PriceRef } from "./prices/table";

/** One of the few regions that have the API; its answers are about all regions. */
const API_REGION = "us-east-1";
const CREDENTIALS_PATIENCE = 3000;
const PATIENCE = 10_000;

/** Asks AWS for real-time prices, where there are credentials and it answers soon. Never fails. */
export async function livePrices(
  refs: readonly PriceRef[],
  region: string,
  signal: AbortSignal,
): Promise<LivePrices> {
  const client = new PricingClient({ region: API_REGION, maxAttempts: 2 });
  try {
    const missing = await whyNoCredentials(client);
    if (missing !== undefined) {
      return { asked: false, reason: missing };
    }
    const end = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    return await askForPrices(refs, region, askWith(client, end));
  } finally {
    client.destroy();
  }
}

/** Looks for credentials where AWS' tools look; a profile that is broken is told in AWS' own words. */
async function whyNoCredentials(client: PricingClient): Promise<string | undefined> {
  const late = new AbortController();
  const timeout = new Promise<string>((resolve) => {
    const timer = setTimeout(() => {
      resolve("no credentials");
    }, CREDENTIALS_PATIENCE);
    late.signal.addEventListener("abort", () => {
      clearTimeout(timer);
    });
  });
  const found = client.config.credentials().then(
    () => undefined,
    (error: unknown) => reasonOf(messageOf(error)),
  );
  const why = await Promise.race([found, timeout]);
  late.abort();
  return why;
}

/** The SDK says it so where none of the usual places has any. */
function reasonOf(message: string): string {
  return message.startsWith("Could not load credentials from any providers") ? "no credentials" : message;
}

function askWith(client: PricingClient, abortSignal: AbortSignal): Ask {
  return async ({ service, conditions }) => {
    const answer: { PriceList?: unknown } = await client.send(
      new GetProductsCommand({
        ServiceCode: service,
        FormatVersion: "aws_v1",
        Filters: conditions.map(({ field, value, partly }) => ({
          Type: partly ? "CONTAINS" : "TERM_MATCH",
          Field: field,
          Value: value,
        })),
      }),
      { abortSignal },
    );
    return Array.isArray(answer.PriceList) ? answer.PriceList.map((product: unknown) => String(product)) : [];
  };
}
