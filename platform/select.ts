import { UserError } from "../config/errors";
import { catalogue, type Component, type ComponentName, componentNames } from "./components";

/**
 * The components that a configuration switches on, each after those that it requires.
 *
 * @throws UserError naming every component that is on and lacks one that it requires
 */
export function selectComponents(switches: Readonly<Partial<Record<ComponentName, boolean>>>): Component[] {
  const isOn = (name: ComponentName) => switches[name] ?? catalogue[name].enabledByDefault ?? true;
  const selected = inOrder(componentNames.filter(isOn));
  const broken = selected.flatMap((component) =>
    component.requires
      .filter((required) => !isOn(required))
      .map((required) => ({ component: component.name, required })),
  );
  if (broken.length > 0) {
    const lines = broken.map(
      ({ component, required }) =>
        `  ${component} needs ${required}, which kubeflow-platform:components.${required} switches off`,
    );
    const missing = [...new Set(broken.map(({ required }) => required))];
    const needing = [...new Set(broken.map(({ component }) => component))];
    throw new UserError(
      ["kubeflow-platform:components leaves out what others need:", ...lines].join("\n"),
      `switch ${missing.join(", ")} on, or ${needing.join(", ")} off too`,
    );
  }
  return selected;
}

/** Depth first, so that a component comes after what it requires whatever the catalogue's order is. */
function inOrder(names: readonly ComponentName[]): Component[] {
  const wanted = new Set(names);
  const ordered = new Set<ComponentName>();
  const visit = (name: ComponentName) => {
    if (wanted.has(name) && !ordered.has(name)) {
      catalogue[name].requires.forEach(visit);
      ordered.add(name);
    }
  };
  names.forEach(visit);
  return [...ordered].map((name) => catalogue[name]);
}
