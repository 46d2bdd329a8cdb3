import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { monitoring } from "./namespaces";
import { priorityClass, type Resources, resources, restrictedContainer } from "./pods";
import { prometheusService } from "./prometheus";

/** An image as this chart asks for it. */
interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** The user that both images run as, by their Dockerfiles (opencost/opencost and opencost/opencost-ui, 1.120). */
const user = 1001;

type ContainerSecurity = typeof restrictedContainer & { readonly runAsUser: number };

/** What is set of the chart's values. */
interface OpenCostValues {
  readonly priorityClassName: string;
  readonly opencost: {
    readonly exporter: {
      readonly defaultClusterId: string;
      readonly image: Image;
      readonly resources: Resources;
      readonly securityContext: ContainerSecurity;
    };
    readonly ui: {
      readonly image: Image;
      readonly resources: Resources;
      readonly securityContext: ContainerSecurity;
    };
    readonly mcp: { readonly enabled: boolean };
    readonly metrics: { readonly serviceMonitor: { readonly enabled: boolean } };
    readonly prometheus: {
      readonly internal: {
        readonly serviceName: string;
        readonly namespaceName: string;
        readonly port: number;
      };
    };
  };
}

/**
 * OpenCost: what each namespace costs, by AWS' public prices and the metrics in Prometheus. It has one replica: two
 * would report everything twice.
 */
export const openCost: Addon = {
  name: "openCost",
  title: "OpenCost",
  chart: charts.openCost,
  namespace: monitoring,
  requires: ["prometheus"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: openCostValues,
};

function openCostValues(context: Context): OpenCostValues {
  const imageOf = (reference: string): Image => {
    const { registry, repository, pinnedTag } = chartImage(context, reference);
    return { registry, repository, tag: pinnedTag };
  };
  const securityContext: ContainerSecurity = { ...restrictedContainer, runAsUser: user };
  return {
    priorityClassName: priorityClass(context, "kubeflow-platform"),
    opencost: {
      exporter: {
        defaultClusterId: context.infra.cluster.name,
        image: imageOf(
          "ghcr.io/opencost/opencost:1.120.1@sha256:b0701f9b54e43c9abee98f5784792a5b469ca8951e87da32b161c1fa539ab0e1",
        ),
        resources: resources("50m", "256Mi", "1Gi"),
        securityContext,
      },
      ui: {
        image: imageOf(
          "ghcr.io/opencost/opencost-ui:1.120.1@sha256:7c08640291228fd13854c9aa0538a6fdbcc2410bfbb66177a7a40d2634983c52",
        ),
        resources: resources("10m", "64Mi", "128Mi"),
        securityContext,
      },
      // An interface for language models, open to every pod of the cluster.
      mcp: { enabled: false },
      metrics: { serviceMonitor: { enabled: true } },
      prometheus: {
        internal: {
          serviceName: prometheusService.name,
          namespaceName: prometheusService.namespace,
          port: prometheusService.port,
        },
      },
    },
  };
}
