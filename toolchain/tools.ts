import { VERSIONS, type Product } from "./versions";

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
  "kube-state-metrics": {
    product: "kube-state-metrics",
    goPackage: "k8s.io/kube-state-metrics/v2",
    versionArgs: ["version"],
    accepts: "same minor",
    // Published as an image only.
    download: () => undefined,
  },
} as const satisfies Readonly<Record<string, Tool>>;

/** The name of an executable. */
export type ToolName = keyof typeof TOOLS;
