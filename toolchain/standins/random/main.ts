import { serveProvider } from "../../../plugin";
import { randomStandIn } from "./definition";

void serveProvider(randomStandIn);
