/** The front door: what an environment publishes to other teams, and its deployments by git push. */
export { type DeploymentsPlan, planDeployments } from "./backend";
export { DeploymentsConfig, FrontDoorConfig, loadFrontDoorConfig, parseFrontDoorConfig } from "./config";
export { Deployments, type DeploymentsArgs } from "./deployments";
export { frontDoor } from "./front-door";
export { publication, PublishedOutputs } from "./publication";
