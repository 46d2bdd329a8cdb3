/** Every version of the local toolchain, in one place; a test holds them equal to the go.mod files beside this one. */
export const VERSIONS = {
  pulumi: "3.245.0",
  kubernetes: "1.35.0",
  etcd: "3.6.16",
  kwok: "0.8.0",
  kustomize: "5.7.1",
  "kube-score": "1.20.0",
  prometheus: "3.14.0",
  loki: "3.7.6",
} as const;

/** What is released, downloaded from one publisher and built together. */
export type Product = keyof typeof VERSIONS;

/** Operating systems and processors that a tool can be had for, in Go's spelling. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

/** Where a publisher offers a ready executable, and how to know that it is the one that was published. */
export interface Download {
  readonly url: string;
  /** The publisher's list of SHA-256 sums, or GitHub's description of a release, which holds them too. */
  readonly checksums: string;
  /** `none`: the download is the executable itself. */
  readonly archive: "none" | "tar.gz" | "zip";
  /** Paths to take out of the archive; empty means everything. */
  readonly members: readonly string[];
}

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

/** One executable. */
export interface Tool {
  readonly product: Product;
  /** The Go package that it is built from. */
  readonly goPackage: string;
  /** Arguments that make it print its version and end. */
  readonly versionArgs: readonly string[];
  /** Which versions found on PATH will do instead of the pinned one. */
  readonly accepts: "same minor" | "same major, not older";
  /** The official download for a platform; undefined where the publisher offers none. */
  readonly download: (platform: Platform) => Download | undefined;
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
};

const release = (repository: string, tag: string): string =>
  `https://github.com/${repository}/releases/download/${tag}`;

/** A component of Kubernetes: one plain file each, with its sum beside it. Servers are published for Linux only. */
function kubernetesTool(name: string, versionArgs: readonly string[], systems: readonly string[]): Tool {
  return {
    product: "kubernetes",
    goPackage: `k8s.io/kubernetes/cmd/${name}`,
    versionArgs,
    accepts: "same minor",
    download: ({ os, arch }) => {
      if (!systems.includes(os)) {
        return undefined;
      }
      const url = `https://dl.k8s.io/release/v${VERSIONS.kubernetes}/bin/${os}/${arch}/${name}`;
      return { url, checksums: `${url}.sha256`, archive: "none", members: [] };
    },
  };
}

/** kwok publishes no list of sums; GitHub's description of the release carries a digest of every file. */
function kwokTool(name: string): Tool {
  const repository = "kubernetes-sigs/kwok";
  const tag = `v${VERSIONS.kwok}`;
  return {
    product: "kwok",
    goPackage: `sigs.k8s.io/kwok/cmd/${name}`,
    versionArgs: ["--version"],
    accepts: "same minor",
    download: ({ os, arch }) => ({
      url: `${release(repository, tag)}/${name}-${os}-${arch}`,
      checksums: `https://api.github.com/repos/${repository}/releases/tags/${tag}`,
      archive: "none",
      members: [],
    }),
  };
}

/** Programs of Prometheus: one archive has both. */
function prometheusTool(name: "prometheus" | "promtool"): Tool {
  return {
    product: "prometheus",
    goPackage: `github.com/prometheus/prometheus/cmd/${name}`,
    versionArgs: ["--version"],
    accepts: "same minor",
    download: ({ os, arch }) => {
      const files = release("prometheus/prometheus", `v${VERSIONS.prometheus}`);
      const folder = `prometheus-${VERSIONS.prometheus}.${os}-${arch}`;
      return {
        url: `${files}/${folder}.tar.gz`,
        checksums: `${files}/sha256sums.txt`,
        archive: "tar.gz",
        members: [`${folder}/${name}`],
      };
    },
  };
}

/**
 * The executables that `local` is made of. kubectl is wanted by the benchmark only; kube-score, promtool, prometheus and
 * loki by the proof.
 */
export const TOOLS = {
  pulumi: {
    product: "pulumi",
    goPackage: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionArgs: ["version"],
    accepts: "same major, not older",
    download: ({ os, arch }) => {
      const files = release("pulumi/pulumi", `v${VERSIONS.pulumi}`);
      return {
        url: `${files}/pulumi-v${VERSIONS.pulumi}-${os}-${arch === "amd64" ? "x64" : arch}.tar.gz`,
        checksums: `${files}/pulumi-${VERSIONS.pulumi}-checksums.txt`,
        archive: "tar.gz",
        // The language hosts and analyzers beside it make the plain CLI usable too.
        members: [],
      };
    },
  },
  "kube-apiserver": kubernetesTool("kube-apiserver", ["--version"], ["linux"]),
  "kube-controller-manager": kubernetesTool("kube-controller-manager", ["--version"], ["linux"]),
  "kube-scheduler": kubernetesTool("kube-scheduler", ["--version"], ["linux"]),
  kubectl: kubernetesTool("kubectl", ["version", "--client"], ["linux", "darwin"]),
  etcd: {
    product: "etcd",
    goPackage: ".",
    versionArgs: ["--version"],
    accepts: "same minor",
    download: ({ os, arch }) => {
      const files = release("etcd-io/etcd", `v${VERSIONS.etcd}`);
      const name = `etcd-v${VERSIONS.etcd}-${os}-${arch}`;
      const archive = os === "darwin" ? "zip" : "tar.gz";
      return {
        url: `${files}/${name}.${archive}`,
        checksums: `${files}/SHA256SUMS`,
        archive,
        members: [`${name}/etcd`],
      };
    },
  },
  kwok: kwokTool("kwok"),
  kwokctl: kwokTool("kwokctl"),
  kustomize: {
    product: "kustomize",
    goPackage: "sigs.k8s.io/kustomize/kustomize/v5",
    versionArgs: ["version"],
    accepts: "same minor",
    download: ({ os, arch }) => {
      const files = release("kubernetes-sigs/kustomize", `kustomize%2Fv${VERSIONS.kustomize}`);
      return {
        url: `${files}/kustomize_v${VERSIONS.kustomize}_${os}_${arch}.tar.gz`,
        checksums: `${files}/checksums.txt`,
        archive: "tar.gz",
        members: ["kustomize"],
      };
    },
  },
  "kube-score": {
    product: "kube-score",
    goPackage: "github.com/zegl/kube-score/cmd/kube-score",
    versionArgs: ["version"],
    accepts: "same minor",
    download: ({ os, arch }) => {
      const files = release("zegl/kube-score", `v${VERSIONS["kube-score"]}`);
      return {
        url: `${files}/kube-score_${VERSIONS["kube-score"]}_${os}_${arch}`,
        checksums: `${files}/checksums.txt`,
        archive: "none",
        members: [],
      };
    },
  },
  prometheus: prometheusTool("prometheus"),
  promtool: prometheusTool("promtool"),
  loki: {
    product: "loki",
    goPackage: "github.com/grafana/loki/v3/cmd/loki",
    versionArgs: ["--version"],
    accepts: "same minor",
    // Its archives name the executable after the platform, which nobody would find.
    download: () => undefined,
  },
} as const satisfies Readonly<Record<string, Tool>>;

/** The name of an executable. */
export type ToolName = keyof typeof TOOLS;
