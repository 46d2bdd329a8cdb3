import { lokiUrl } from "./loki-endpoint";

/** A label of a stream of logs, and the label of service discovery that it is copied from. */
interface Label {
  readonly name: string;
  readonly from: string;
}

/**
 * Labels of every line. They are few, and none of them has more values than there are pods: Loki keeps an index entry
 * for each combination.
 */
const labels: readonly Label[] = [
  { name: "namespace", from: "__meta_kubernetes_namespace" },
  { name: "pod", from: "__meta_kubernetes_pod_name" },
  { name: "container", from: "__meta_kubernetes_pod_container_name" },
];

/** The label by which the profile controller marks the namespaces of tenants, as service discovery spells it. */
const partOf = "__meta_kubernetes_namespace_label_app_kubernetes_io_part_of";

/**
 * What Alloy does: finds the pods of its node, reads the files of their containers, names their namespace, pod,
 * container and, in a namespace of Kubeflow's profiles, their tenant, and sends the lines to Loki.
 *
 * @param cluster name of the cluster, a label of every line
 */
export function alloyConfiguration(cluster: string): string {
  return `discovery.kubernetes "pods" {
  role = "pod"
  selectors {
    role  = "pod"
    field = "spec.nodeName=" + sys.env("HOSTNAME")
  }
  attach_metadata {
    namespace = true
  }
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
${labels.map(copied).join("")}
  rule {
    source_labels = ["${partOf}", "__meta_kubernetes_namespace"]
    regex         = "kubeflow-profile;(.+)"
    target_label  = "tenant"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    separator     = "/"
    replacement   = "/var/log/pods/*$1/*.log"
    target_label  = "__path__"
  }
}

local.file_match "pods" {
  path_targets = discovery.relabel.pods.output
}

loki.source.file "pods" {
  targets    = local.file_match.pods.targets
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri {}
  stage.label_drop {
    values = ["filename", "flags"]
  }
  forward_to = [loki.write.loki.receiver]
}

loki.write "loki" {
  endpoint {
    url = "${lokiUrl}/loki/api/v1/push"
  }
  external_labels = {
    cluster = ${JSON.stringify(cluster)},
  }
}
`;
}

function copied({ name, from }: Label): string {
  return `
  rule {
    source_labels = ["${from}"]
    target_label  = "${name}"
  }
`;
}
