import { frontDoor } from "./deployments";

/** The front door: what an environment publishes to other teams, and on Pulumi Cloud its deployments by git push. */
export = frontDoor;
