export { awsFacts, factsOf, type AwsFacts, type GpuFacts, type InstanceFacts } from "./facts";
