import { lockHolder } from "../../toolchain";
import { lockFile } from "../repository";
import type { Check, Finding, PreflightContext } from "./check";

/** Checks of other runs. For `up` itself the lock is the check; this one is for doctor. */
export const lockChecks: readonly Check[] = [{ name: "Other runs", run: checkLock }];

function checkLock({ repository, name }: PreflightContext): Finding {
  const holder = lockHolder(lockFile(repository, name));
  return holder === undefined || holder.pid === process.pid
    ? { result: "ok", text: "none" }
    : {
        result: "failure",
        text: `${holder.doing} is at work (process ${holder.pid}, since ${holder.since})`,
        wayOut: `wait until it has ended, or end it with "kill ${holder.pid}"`,
      };
}
