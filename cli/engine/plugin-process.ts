import { kubeflowLocalPlugin } from "../../infra/local/plugin/definition";
import { kubeflowPlugin } from "../../manifests/plugin/definition";
import { serveProviders } from "../../plugin";
import { kubernetesStandIn } from "../../toolchain/standins/kubernetes/definition";
import { randomStandIn } from "../../toolchain/standins/random/definition";
import { workloadsPlugin } from "../../workloads/provider/definition";

/** Serves the providers of `local` from one process; with `stand-in` as its argument, the stand-ins too. */
const standIns = process.argv.at(2) === "stand-in" ? [kubernetesStandIn(), randomStandIn] : [];
void serveProviders([kubeflowLocalPlugin, kubeflowPlugin, workloadsPlugin, ...standIns]);
