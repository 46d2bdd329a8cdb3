import { isObject, type JsonObject, type Transform } from "../../manifests";
import { changePods, type Workload } from "../components/pod-template";

/**
 * Changes the one container of a workload's pods.
 *
 * @throws Error where they have none, or several
 */
export function changeContainer(target: Workload, change: (container: JsonObject) => JsonObject): Transform {
  return changePods(target, (template) => {
    const pod = isObject(template.spec) ? template.spec : {};
    const containers = Array.isArray(pod.containers) ? pod.containers : [];
    const [container] = containers;
    if (containers.length !== 1 || !isObject(container)) {
      throw new Error(`${target.kind} ${target.name} has ${containers.length} containers, not one`);
    }
    return { ...template, spec: { ...pod, containers: [change(container)] } };
  });
}
