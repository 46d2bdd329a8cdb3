/** The Kubeflow components, each in a file of its own. */
export { catalogue } from "./catalogue";
export type { Component } from "./component";
export { type ComponentName, componentNames } from "./names";
