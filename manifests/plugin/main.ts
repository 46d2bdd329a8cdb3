import { version } from "../../package.json";
import { serveProvider } from "../../plugin";
import { kubeflowHandlers } from "./handlers";

void serveProvider({ name: "kubeflow", version, handlers: kubeflowHandlers() });
