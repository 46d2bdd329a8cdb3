/** Where Kubeflow answers inside the cluster, as upstream's manifests have it. */
export const inClusterEndpoints = {
  endpoints: {
    dashboard: "http://istio-ingressgateway.istio-system.svc.cluster.local",
    pipelines: "http://ml-pipeline.kubeflow.svc.cluster.local:8888",
  },
  signOn: { issuer: "http://dex.auth.svc.cluster.local:5556/dex" },
} as const;
