/** Python for this project: an interpreter of the machine, and virtual environments from lock files. */
export { findPython, type Python } from "./interpreter";
export { orSkip, Unavailable } from "./unavailable";
export {
  ensureVirtualEnvironment,
  type VirtualEnvironment,
  type VirtualEnvironmentOptions,
} from "./virtual-environment";
