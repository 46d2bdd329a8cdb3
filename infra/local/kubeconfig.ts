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

const embeddedSchema = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ "certificate-authority-data": z.base64() }) })]),
  users: z.tuple([
    z.object({ user: z.object({ "client-certificate-data": z.base64(), "client-key-data": z.base64() }) }),
  ]),
});

/** What is in a kubeconfig, as files of PEM have it. */
export interface KubeconfigFiles {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Takes apart what {@link embeddedKubeconfig} made, for programs that read no kubeconfig. */
export function kubeconfigFiles(content: string): KubeconfigFiles {
  const { clusters, users } = embeddedSchema.parse(parse(content));
  const decode = (text: string): string => Buffer.from(text, "base64").toString();
  return {
    authority: decode(clusters[0].cluster["certificate-authority-data"]),
    certificate: decode(users[0].user["client-certificate-data"]),
    key: decode(users[0].user["client-key-data"]),
  };
}
