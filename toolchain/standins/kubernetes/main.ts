import { serveProvider } from "../../../plugin";
import { kubernetesStandIn } from "./definition";

void serveProvider(kubernetesStandIn());
