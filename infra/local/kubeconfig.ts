import * as fs from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";

const rawSchema = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), "certificate-authority": z.string() }) }),
  ]),
  users: z.tuple([
    z.object({ user: z.object({ "client-certificate": z.string(), "client-key": z.string() }) }),
  ]),
});

/** A kubeconfig and where it leads. */
export interface Kubeconfig {
  readonly content: string;
  /** URL of the API server. */
  readonly endpoint: string;
}

/**
 * Turns the kubeconfig that kwokctl wrote, which names certificate files, into one that is complete in itself and
 * whose only context carries the cluster's name.
 */
export function embeddedKubeconfig(rawFile: string, name: string): Kubeconfig {
  const raw = rawSchema.parse(parse(fs.readFileSync(rawFile, "utf8")));
  const { cluster } = raw.clusters[0];
  const { user } = raw.users[0];
  const embed = (file: string) => fs.readFileSync(file).toString("base64");
  const content = stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: cluster.server,
          "certificate-authority-data": embed(cluster["certificate-authority"]),
        },
      },
    ],
    users: [
      {
        name,
        user: {
          "client-certificate-data": embed(user["client-certificate"]),
          "client-key-data": embed(user["client-key"]),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
  return { content, endpoint: cluster.server };
}
