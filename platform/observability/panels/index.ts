import type { Panel } from "../panel";
import { healthPanels } from "./health";
import { logPanels } from "./logs";
import type { PanelName } from "./names";
import { resourcePanels } from "./resources";
import { servingPanels } from "./serving";
import { costPanels, queuePanels } from "./sharing";
import { pipelinePanels, trainingPanels } from "./workloads";

/** Every panel by its name. */
export const panels: Readonly<Record<PanelName, Panel>> = {
  ...pipelinePanels,
  ...trainingPanels,
  ...servingPanels,
  ...resourcePanels,
  ...queuePanels,
  ...costPanels,
  ...healthPanels,
  ...logPanels,
};
