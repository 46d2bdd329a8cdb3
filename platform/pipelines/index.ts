/** Kubeflow Pipelines on the object store and the database of the environment. */
export {
  artifactRepository,
  keyFormatOf,
  launcherProviders,
  objectStoreSecret,
  pipelineRootOf,
  s3Of,
  workflowNamespace,
} from "./artifacts";
export { pipelinesObjects, pipelinesSecrets, pipelinesTransforms } from "./pipelines";
