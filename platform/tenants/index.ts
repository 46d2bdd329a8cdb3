/** What every tenant's namespace gets, and how it gets there. */
export { profileLabels } from "./labels";
export { profileControllerTransforms } from "./profile-controller";
export { withoutNetworkPolicyRights } from "./roles";
export { tenantObjects, tenantTemplates } from "./templates";
