import { VERSIONS, type Product } from "./versions";

/** How a product is built from Go modules that only the module proxy has to be reached for. */
export interface GoBuild {
  /** Folder under toolchain/go with the go.mod that pins it. */
  readonly folder: string;
  /** The module whose version is the product's, as it stands in that go.mod. */
  readonly module: string;
  /** The module's version, where its publisher counts modules in another way. Default: the product's. */
  readonly moduleVersion?: string;
  readonly ldflags: string;
  /** Wall time of a cold build, in seconds, measured on 2 cores; only for telling people how long to wait. */
  readonly coldSeconds: number;
  /** Module cache, build cache and result of a cold build, in bytes. */
  readonly coldBytes: number;
}

const GB = 1e9;
const kubernetesVersion = "k8s.io/component-base/version";

/** How each product is built. */
export const BUILDS: Readonly<Record<Product, GoBuild>> = {
  pulumi: {
    folder: "pulumi",
    module: "github.com/pulumi/pulumi/pkg/v3",
    ldflags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${VERSIONS.pulumi}`,
    coldSeconds: 170,
    coldBytes: 2.5 * GB,
  },
  kubernetes: {
    folder: "kubernetes",
    module: "k8s.io/kubernetes",
    // The servers report this version, and clients decide by it what they may ask for.
    ldflags: [
      "-s -w",
      `-X ${kubernetesVersion}.gitVersion=v${VERSIONS.kubernetes}`,
      `-X ${kubernetesVersion}.gitMajor=${VERSIONS.kubernetes.split(".")[0]}`,
      `-X ${kubernetesVersion}.gitMinor=${VERSIONS.kubernetes.split(".")[1]}`,
    ].join(" "),
    coldSeconds: 295,
    coldBytes: 3.5 * GB,
  },
  etcd: {
    folder: "etcd",
    module: "go.etcd.io/etcd/server/v3",
    ldflags: "-s -w",
    coldSeconds: 20,
    coldBytes: 0.5 * GB,
  },
  kwok: {
    folder: "kwok",
    module: "sigs.k8s.io/kwok",
    ldflags: "-s -w",
    coldSeconds: 80,
    coldBytes: 1.5 * GB,
  },
  kustomize: {
    folder: "kustomize",
    module: "sigs.k8s.io/kustomize/kustomize/v5",
    ldflags: "-s -w",
    coldSeconds: 15,
    coldBytes: 0.4 * GB,
  },
  "kube-score": {
    folder: "kube-score",
    module: "github.com/zegl/kube-score",
    ldflags: `-s -w -X main.version=${VERSIONS["kube-score"]}`,
    coldSeconds: 25,
    coldBytes: 0.4 * GB,
  },
  prometheus: {
    folder: "prometheus",
    module: "github.com/prometheus/prometheus",
    // Its modules are at version 0, as nothing in them is promised to anybody.
    moduleVersion: VERSIONS.prometheus.replace(/^3\./, "0.3"),
    ldflags: `-s -w -X github.com/prometheus/common/version.Version=${VERSIONS.prometheus}`,
    // promtool alone took 266; both together were built on a busy machine only.
    coldSeconds: 300,
    coldBytes: 3 * GB,
  },
  loki: {
    folder: "loki",
    module: "github.com/grafana/loki/v3",
    ldflags: `-s -w -X github.com/grafana/loki/v3/pkg/util/build.Version=${VERSIONS.loki}`,
    coldSeconds: 204,
    coldBytes: 3 * GB,
  },
  "kube-state-metrics": {
    folder: "kube-state-metrics",
    module: "k8s.io/kube-state-metrics/v2",
    ldflags: `-s -w -X github.com/prometheus/common/version.Version=v${VERSIONS["kube-state-metrics"]}`,
    // 169 s of processor time on a busy machine.
    coldSeconds: 90,
    coldBytes: 1.5 * GB,
  },
};
