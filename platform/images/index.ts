/** What is known of the images of Kubeflow's release. */
export { respectArchitectures } from "./affinity";
export { architecturesOf } from "./architectures";
export { digestsFor, imageMapOf } from "./environment";
export { type Architecture } from "./family";
export { nameUnnamedImages, tagOnlyImages, type UnnamedImage, unnamedImages } from "./unnamed";
