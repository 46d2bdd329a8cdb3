import type { PlatformOutputs } from "../../../contract";
import { checkBudget } from "./budget";
import { checkPeople } from "./contributors";
import { checkFlows } from "./flows";
import { checkPodDefaults } from "./pod-defaults";
import type { TenantSettings } from "./tenant-args";
import { labelOf } from "./names";
import { checkQuotaAmounts, checkTenantName } from "./tenant-spec";
import { checkVolumes } from "./volumes";

/**
 * Finds every mistake of a tenant that can be known before anything is registered.
 *
 * @param name the tenant's name, which is its namespace's name too
 * @throws UserError naming the first one
 */
export function checkTenant(name: string, settings: TenantSettings, platform: PlatformOutputs): void {
  checkTenantName(name);
  const label = labelOf(name);
  checkPeople(label, settings.owner, settings.contributors ?? []);
  checkQuotaAmounts(label, settings.quota);
  checkVolumes(label, name, settings, platform);
  checkPodDefaults(label, settings.podDefaults ?? [], platform);
  checkFlows(label, name, settings, platform);
  checkBudget(label, settings.budget, platform);
}
