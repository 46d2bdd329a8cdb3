import { Notebook } from "../../components";
import { checkNotebook, notebookSpec } from "../../components/notebooks/notebook-spec";
import { type Example, placementOf } from "../example";

/** A Jupyter notebook, for churn.ipynb and people's own. */
export const notebook: Example = {
  needs: "notebookController",
  prepare: ({ tenant, config, platform }) => {
    const { image, homeGiB, ...settings } = config.notebook;
    const args = { image, homeGiB, ...placementOf(settings, platform) };
    checkNotebook("notebook", args);
    notebookSpec("notebook", tenant, args);
    return (owner, opts) => new Notebook("notebook", { ...args, tenant: owner }, opts).workload;
  },
};
