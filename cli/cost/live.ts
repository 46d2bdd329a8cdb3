import { messageOf } from "../../config/errors";
import { type PriceQuery, priceIn, queryOf } from "./live-queries";
import { keyOf, type PriceRef } from "./prices/table";

/** Puts one question to the AWS Price List API; the answer is a list of products, each a JSON text. */
export type Ask = (query: PriceQuery) => Promise<readonly string[]>;

/** What the API said. */
export type LivePrices =
  | { readonly asked: false; readonly reason: string }
  | {
      readonly asked: true;
      /** USD for one, by {@link keyOf}. */
      readonly prices: ReadonlyMap<string, number>;
      /** How many questions had no answer. */
      readonly unanswered: number;
      /** Why, of the first of them that failed. */
      readonly reason: string | undefined;
    };

/** How many questions are under way at once. */
const PARALLEL = 8;

/** Asks for the prices of many things at once, each only one time. */
export async function askForPrices(
  refs: readonly PriceRef[],
  region: string,
  ask: Ask,
): Promise<LivePrices & { readonly asked: true }> {
  const questions = new Map<string, PriceQuery>();
  for (const ref of refs) {
    const query = queryOf(ref, region);
    if (query !== undefined) {
      questions.set(keyOf(ref), query);
    }
  }
  const prices = new Map<string, number>();
  const failures: string[] = [];
  const rest = [...questions];
  const worker = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [key, query] = next;
      try {
        const usd = priceIn(await ask(query), query);
        if (usd !== undefined) {
          prices.set(key, usd);
        }
      } catch (error) {
        failures.push(messageOf(error));
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return { asked: true, prices, unanswered: questions.size - prices.size, reason: failures[0] };
}
