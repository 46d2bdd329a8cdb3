/** What `local` needs on a machine that has nothing: found, downloaded or built, once a machine. */
export { freeBytes } from "./build";
export { BUILDS } from "./builds";
export { ensureTools, locateTools, type ToolStatus } from "./ensure";
export type { EnsureOptions, ToolEvent } from "./fetch-product";
export { lockHolder, withLock, type LockHolder, type LockOptions } from "./lock";
export { currentPlatform } from "./platform";
export { processCommand, processExists } from "./process-facts";
export { TOOLS, type Platform, type ToolName } from "./tools";
export { VERSIONS, type Product } from "./versions";
