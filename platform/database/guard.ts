import type { Setting } from "../part";
import { warnInPreview } from "../../config/preview";
import { checkDatabase } from "./server";

/**
 * Stops an `up` that {@link checkDatabase} refuses. A preview only warns: it sends no password anywhere, and shows what
 * there will be.
 *
 * @throws UserError as checkDatabase does, outside of previews
 */
export async function guardDatabase(setting: Setting): Promise<void> {
  try {
    checkDatabase(setting);
  } catch (error) {
    await warnInPreview(error);
  }
}
