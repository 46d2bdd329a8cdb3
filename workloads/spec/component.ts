import { UserError } from "../../config/errors";
import type { PlatformOutputs } from "../../contract";

/**
 * Holds what something needs against what the platform has.
 *
 * @param owner     who asks, for messages: `TrainJob "name"`
 * @param component the platform's component
 * @param platform  what carries it
 * @param because   what is said of the component. Default: that it is switched off
 * @throws UserError where the component is switched off
 */
export function needComponent(
  owner: string,
  component: string,
  { components }: Pick<PlatformOutputs, "components">,
  because = "which is switched off",
): void {
  if (!components.includes(component)) {
    throw new UserError(
      `${owner} needs the platform component ${component}, ${because}`,
      `switch ${component} on in kubeflow-platform:components`,
    );
  }
}
