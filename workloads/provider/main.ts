import { serveProvider } from "../../plugin";
import { workloadsPlugin } from "./definition";

void serveProvider(workloadsPlugin);
