import { UserError } from "../config/errors";
import type { PlatformConfig } from "./config";
import type { PartName, Setting } from "./part";
import { type AnyPart, isAddon, partNames, parts } from "./parts";

/** The switches of a configuration. */
type Switches = Pick<PlatformConfig, "components" | "addons">;

/**
 * The parts that an environment installs, each after those that it requires or comes after.
 *
 * @throws UserError naming every part that is on and lacks one that it requires
 */
export function selectParts(setting: Setting): readonly AnyPart[] {
  const isOn = (name: PartName) => switchOf(name, setting.config, setting) === true;
  refuseMissing(partNames.filter(isOn), setting.config, setting);
  return inOrder(partNames.filter(isOn), setting);
}

/**
 * Finds what {@link selectParts} would refuse before it is known what infra exports: parts whose default depends on it
 * are taken for there, unless configuration switches them off.
 *
 * @throws UserError as selectParts does
 */
export function checkSwitches(config: Switches): void {
  refuseMissing(
    partNames.filter((name) => switchOf(name, config, undefined) === true),
    config,
    undefined,
  );
}

/** Where infra isn't known yet, neither are the defaults of add-ons. */
function switchOf(name: PartName, config: Switches, setting: Setting | undefined): boolean | undefined {
  const switches: Readonly<Record<string, boolean | undefined>> = { ...config.components, ...config.addons };
  const part = parts[name];
  const byDefault = isAddon(part)
    ? setting === undefined
      ? undefined
      : part.enabledByDefault(setting)
    : (part.enabledByDefault ?? true);
  return switches[name] ?? byDefault;
}

function requirementsOf(part: AnyPart, setting: Setting | undefined): readonly PartName[] {
  const here = setting === undefined ? [] : (part.requiresHere?.(setting) ?? []);
  return [...part.requires, ...here];
}

function refuseMissing(on: readonly PartName[], config: Switches, setting: Setting | undefined): void {
  const broken = on.flatMap((name) =>
    requirementsOf(parts[name], setting)
      .filter((required) => switchOf(required, config, setting) === false)
      .map((required) => ({ name, required })),
  );
  if (broken.length > 0) {
    const lines = broken.map(
      ({ name, required }) => `  ${name} needs ${required}, which ${whyOff(required, config)}`,
    );
    const missing = [...new Set(broken.map(({ required }) => required))];
    const needing = [...new Set(broken.map(({ name }) => name))];
    throw new UserError(
      ["the platform would lack what others need:", ...lines].join("\n"),
      `switch ${missing.join(", ")} on, or ${needing.join(", ")} off too`,
    );
  }
}

function whyOff(name: PartName, config: Switches): string {
  const key = `kubeflow-platform:${isAddon(parts[name]) ? "addons" : "components"}.${name}`;
  const switches: Readonly<Record<string, boolean | undefined>> = { ...config.components, ...config.addons };
  return switches[name] === false
    ? `${key} switches off`
    : `is off in this environment unless ${key} is true`;
}

/** Depth first, so that a part comes after what it requires whatever the catalogue's order is. */
function inOrder(names: readonly PartName[], setting: Setting): AnyPart[] {
  const wanted = new Set(names);
  const ordered = new Set<PartName>();
  const visit = (name: PartName) => {
    if (wanted.has(name) && !ordered.has(name)) {
      const part = parts[name];
      [...requirementsOf(part, setting), ...(part.after ?? [])].forEach(visit);
      ordered.add(name);
    }
  };
  names.forEach(visit);
  return [...ordered].map((name) => parts[name]);
}
