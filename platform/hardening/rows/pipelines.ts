import { nothing, own, several, single, type WorkloadRow } from "../row";
import { controller, server } from "./shapes";

const kubeflow = { component: "pipelines", kind: "Deployment", namespace: "kubeflow" } as const;
const noElection =
  "has no leader election: two of them would do everything twice (KFP 2.16, its main.go has no flag)";
const goProgram =
  "kubeflow/pipelines 2.16 backend: Go in an Alpine image; upstream's user 1000 is not one of the image";
const databaseUser = own(999, "the image's mysql, who owns the data on the volume");

/** Kubeflow Pipelines. */
export const pipelinesRows: readonly WorkloadRow[] = [
  {
    ...kubeflow,
    name: "ml-pipeline",
    scale: several("keeps its state in the database and the object store"),
    priority: "critical",
    containers: {
      "ml-pipeline-api-server": controller("apiServer", {
        // A database that is slow must take it out of the Service, not restart it.
        liveness: { tcp: 8888, periodSeconds: 20 },
        source: `${goProgram}; multipart uploads go to the temporary folder`,
      }),
    },
  },
  {
    ...kubeflow,
    name: "ml-pipeline-ui",
    scale: several("keeps nothing"),
    priority: "platform",
    containers: {
      "ml-pipeline-ui": controller("webApp", {
        liveness: { tcp: 3000, periodSeconds: 20 },
        source:
          "kubeflow/pipelines 2.16 frontend/Dockerfile: node on /server, readable by everybody; nothing is built at its start",
      }),
    },
  },
  {
    ...kubeflow,
    name: "ml-pipeline-persistenceagent",
    scale: single(noElection),
    priority: "platform",
    containers: { "ml-pipeline-persistenceagent": controller("workflowController", { source: goProgram }) },
  },
  {
    ...kubeflow,
    name: "ml-pipeline-scheduledworkflow",
    scale: single(noElection),
    priority: "platform",
    containers: { "ml-pipeline-scheduledworkflow": controller("controller", { source: goProgram }) },
  },
  {
    ...kubeflow,
    name: "ml-pipeline-viewer-crd",
    scale: single(noElection),
    priority: "platform",
    containers: { "ml-pipeline-viewer-crd": controller("controller", { source: goProgram }) },
  },
  {
    ...kubeflow,
    name: "ml-pipeline-visualizationserver",
    scale: single("a feature of KFP 1; a second pod would hold 500 MiB that nobody waits for"),
    priority: "platform",
    containers: {
      "ml-pipeline-visualizationserver": server("visualization", {
        // Jupyter's and IPython's folders. Upstream's user 1000 has no home in the image, and may write to /tmp alone.
        environment: { HOME: "/tmp" },
        liveness: { tcp: 8888, periodSeconds: 20 },
        source:
          "kubeflow/pipelines 2.16 backend/Dockerfile.visualization: /src is root's; exporter.py starts a Jupyter kernel, " +
          "whose connection file is a temporary one",
      }),
    },
  },
  {
    ...kubeflow,
    name: "cache-server",
    scale: single(
      "watches pods without leader election: two would write cache entries twice; its webhook may fail",
    ),
    priority: "platform",
    containers: {
      server: controller("largeController", {
        readiness: { tcp: 8443 },
        source: `${goProgram}; certificates are mounted from a Secret`,
      }),
    },
  },
  {
    ...kubeflow,
    name: "kubeflow-pipelines-profile-controller",
    scale: several("answers metacontroller from what it is sent"),
    priority: "platform",
    containers: {
      "profile-controller": server("server", {
        readiness: { tcp: 8080 },
        source: "sync.py of the release, an HTTP server of Python without calls of the API server",
      }),
    },
  },
  {
    ...kubeflow,
    name: "metadata-envoy-deployment",
    scale: several("keeps nothing"),
    priority: "platform",
    containers: {
      container: server("server", {
        liveness: { tcp: 9090, periodSeconds: 20 },
        readiness: { http: "/ready", port: 9901 },
        source:
          "metadata-envoy-configmap of the release: Envoy's log of its admin port is /tmp/admin_access.log",
      }),
    },
  },
  {
    ...kubeflow,
    name: "metadata-grpc-deployment",
    scale: single(
      "two that start on an empty database race in making its schema, which ML Metadata does not survive",
    ),
    priority: "platform",
    containers: {
      container: server("workflowController", {
        source: "google/ml-metadata 1.14: a C++ server with its state in MySQL",
      }),
    },
  },
  {
    ...kubeflow,
    name: "metadata-writer",
    scale: single("watches pods without leader election: two would write everything twice"),
    priority: "platform",
    containers: {
      main: controller("largeController", {
        source:
          "kubeflow/pipelines 2.16 backend/metadata_writer: Python; certificates of the API server are files",
      }),
    },
  },
  {
    ...kubeflow,
    name: "workflow-controller",
    scale: several("Argo elects a leader (LEADER_ELECTION_IDENTITY, Role argo-role has leases)"),
    priority: "critical",
    containers: {
      "workflow-controller": controller(
        "workflowController",
        {
          // The port of its liveness: a standby listens there too.
          readiness: { tcp: 6060 },
          source: "the release's Deployment: a read-only root file system already; Go, distroless",
        },
        nothing,
      ),
    },
  },
  {
    ...kubeflow,
    kind: "StatefulSet",
    name: "metacontroller",
    scale: single("--leader-election is off in the release, and its account has no leases"),
    priority: "platform",
    containers: {
      metacontroller: controller(
        "servingController",
        {
          liveness: { tcp: 8081, periodSeconds: 20 },
          source: "the release's StatefulSet: a read-only root file system already; Go, distroless",
        },
        nothing,
      ),
    },
  },
  {
    ...kubeflow,
    name: "mysql",
    scale: single("one volume that one node mounts; environments on AWS have RDS in its place"),
    priority: "critical",
    containers: {
      mysql: server("database", {
        user: databaseUser,
        writes: { kind: "folders", folders: ["/tmp", "/var/run/mysqld"] },
        readiness: { tcp: 3306 },
        source: "docker-library/mysql 8.4: socket and PID in /var/run/mysqld (my.cnf), data on the volume",
      }),
    },
  },
  {
    ...kubeflow,
    name: "seaweedfs",
    scale: single("one volume that one node mounts; environments on AWS have S3 in its place"),
    priority: "critical",
    containers: {
      seaweedfs: server("database", {
        user: own(1000, "upstream's, who owns the data on the volume"),
        writes: {
          kind: "root",
          because: "`weed` keeps the state of its shell and filer where it is started",
        },
        liveness: { tcp: 8333, periodSeconds: 30 },
        source: "the release's Deployment: `weed server` and a postStart script that writes /tmp",
      }),
    },
  },
];
