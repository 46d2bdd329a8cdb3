import type { Component } from "./component";

/** Applies PodDefaults to pods of profiles. */
export const admissionWebhook: Component = {
  name: "admissionWebhook",
  title: "PodDefaults webhook",
  target: "applications/admission-webhook/upstream/overlays/cert-manager",
  requires: ["certManager", "kubeflowNamespace"],
};
