import * as os from "node:os";
import { UserError } from "../config/errors";
import type { Platform } from "./tools";

/**
 * The platform to get tools for.
 * @throws UserError where there is no tool for it (Windows, 32 bit …)
 */
export function currentPlatform(system: string = os.platform(), processor: string = os.arch()): Platform {
  const arch = processor === "x64" ? "amd64" : processor;
  if ((system === "linux" || system === "darwin") && (arch === "amd64" || arch === "arm64")) {
    return { os: system, arch };
  }
  throw new UserError(
    `The local environment needs Linux or macOS on amd64 or arm64; this is ${system} on ${processor}.`,
    "use a Linux virtual machine (WSL 2 on Windows), or deploy to an AWS environment",
  );
}
