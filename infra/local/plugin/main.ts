import { serveProvider } from "../../../plugin";
import { kubeflowLocalPlugin } from "./definition";

void serveProvider(kubeflowLocalPlugin);
