/** What a notebook server shows people. */
export type ServerType = "jupyter" | "vscode" | "rstudio";

const annotation = "notebooks.kubeflow.org/server-type";
const rewrite = "notebooks.kubeflow.org/http-rewrite-uri";
const headers = "notebooks.kubeflow.org/http-headers-request-set";

const repository = "ghcr.io/kubeflow/kubeflow/notebook-servers";

/** The images that release 26.03 offers first (spawner_ui_config.yaml of its jupyter-web-app). */
export const serverImages: Readonly<Record<ServerType, string>> = {
  jupyter: `${repository}/jupyter-scipy:v1.10.0`,
  vscode: `${repository}/codeserver-python:v1.10.0`,
  rstudio: `${repository}/rstudio-tidyverse:v1.10.0`,
};

/**
 * The annotations that tell the dashboard how to open a server, and the notebook controller how requests reach it: a
 * Jupyter server knows its path, the other two answer at the root (kubeflow 1.10, jupyter-web-app's form.py).
 */
export function serverAnnotations(
  type: ServerType,
  namespace: string,
  name: string,
): Readonly<Record<string, string>> {
  switch (type) {
    case "jupyter":
      return { [annotation]: "jupyter" };
    case "vscode":
      return { [annotation]: "group-one", [rewrite]: "/" };
    case "rstudio":
      return {
        [annotation]: "group-two",
        [rewrite]: "/",
        [headers]: JSON.stringify({ "X-RStudio-Root-Path": `/notebook/${namespace}/${name}/` }),
      };
  }
}
