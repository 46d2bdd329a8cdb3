import { monitoring } from "./namespaces";

/** Where Loki takes logs and answers questions about them, inside of the cluster. */
export const lokiUrl = `http://loki.${monitoring}.svc:3100`;
