import { serveProvider } from "../../plugin";
import { kubeflowPlugin } from "./definition";

void serveProvider(kubeflowPlugin);
