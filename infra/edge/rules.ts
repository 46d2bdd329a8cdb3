import type { EdgeConfig } from "../config/edge";
import type { Site } from "../site";
import type { Mistake } from "../mistake";
import { domainPrefix } from "./sign-on";

/**
 * What AWS would refuse, or what would end in an edge that nobody gets through.
 *
 * @param edge `kubeflow-infra:edge`
 */
export function edgeMistakes(edge: EdgeConfig | undefined, site: Site): Mistake[] {
  if (edge === undefined) {
    return site.tier === "production"
      ? [
          {
            path: ["edge"],
            message:
              "production needs a domain, with a certificate for it, and sign-on: set edge.domain and edge.signOn",
          },
        ]
      : [];
  }
  return [
    ...domainMistakes(["edge"], edge),
    ...certificateMistakes(["edge"], edge, site),
    ...(edge.models === undefined ? [] : modelsMistakes(edge.models, edge, site)),
    ...signOnMistakes(edge.signOn, edge, site),
  ];
}

/** Domains that nobody can own (RFC 2606). */
const RESERVED_DOMAIN = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost)$/;

/**
 * Examples that nobody has replaced yet. Apart from {@link edgeMistakes}, since an environment with them can be shown
 * and checked, though not made: its certificate would never be issued.
 */
export function placeholderMistakes(edge: EdgeConfig | undefined): Mistake[] {
  const domains = [
    { path: ["edge", "domain"], domain: edge?.domain },
    { path: ["edge", "models", "domain"], domain: edge?.models?.domain },
  ];
  return domains.flatMap(({ path, domain }) =>
    domain !== undefined && RESERVED_DOMAIN.test(domain)
      ? [{ path, message: `${domain} is reserved for examples (RFC 2606): put in a domain that you own` }]
      : [],
  );
}

type Certified = Pick<EdgeConfig, "domain" | "certificateArn">;

/** The name that a certificate is made out to has 64 characters or fewer (X.509's common name, RFC 5280). */
const LONGEST_COMMON_NAME = 64;

function domainMistakes(path: readonly string[], { domain, certificateArn }: Certified): Mistake[] {
  return certificateArn === undefined && domain.length > LONGEST_COMMON_NAME
    ? [
        {
          path: [...path, "domain"],
          message: `ACM makes certificates for domains of ${LONGEST_COMMON_NAME} characters or fewer; this one has ${domain.length}`,
        },
      ]
    : [];
}

function certificateMistakes(path: readonly string[], { certificateArn }: Certified, site: Site): Mistake[] {
  const beginning = `arn:${site.partition}:acm:${site.region}:${site.accountId}:`;
  return certificateArn === undefined || certificateArn.startsWith(beginning)
    ? []
    : [
        {
          path: [...path, "certificateArn"],
          message: `a certificate of this account and region, ${beginning}certificate/…; a load balancer takes no other`,
        },
      ];
}

function modelsMistakes(
  models: NonNullable<EdgeConfig["models"]>,
  { domain, hostedZone }: EdgeConfig,
  site: Site,
): Mistake[] {
  const path = ["edge", "models"];
  const mistakes = [...domainMistakes(path, models), ...certificateMistakes(path, models, site)];
  if (models.domain === domain) {
    mistakes.push({
      path: [...path, "domain"],
      message: "models answer below edge.domain anyway: leave it out",
    });
  } else if (domain.endsWith(`.${models.domain}`)) {
    mistakes.push({
      path: [...path, "domain"],
      message: `a domain beside or below ${domain}: a record of *.${models.domain} would answer for its neighbours too`,
    });
  } else if (
    models.zoneId === undefined &&
    hostedZone.kind === "created" &&
    !models.domain.endsWith(`.${domain}`)
  ) {
    mistakes.push({
      path: [...path, "zoneId"],
      message:
        `the zone that is made for ${domain} can hold no records of ${models.domain}: ` +
        "set edge.models.zoneId to the hosted zone of that domain, or take a domain below the edge's",
    });
  }
  return mistakes;
}

function signOnMistakes(signOn: EdgeConfig["signOn"], { domain }: EdgeConfig, site: Site): Mistake[] {
  return signOn.kind === "cognito" ? cognitoMistakes(signOn, site) : oidcMistakes(signOn, domain, site);
}

type SignOn<Kind> = Extract<EdgeConfig["signOn"], { kind: Kind }>;

function cognitoMistakes(config: SignOn<"cognito">, site: Site): Mistake[] {
  if (site.partition === "aws-cn") {
    return [
      {
        path: ["edge", "signOn", "kind"],
        message: `Cognito has no user pools in ${site.region}; oidc is possible there`,
      },
    ];
  }
  const path = ["edge", "signOn", "domainPrefix"];
  const prefix = domainPrefix(site, config);
  const origin = config.domainPrefix === undefined ? ` (from the cluster's name: set another one)` : "";
  // The API reference of CreateUserPoolDomain, and the words that Cognito keeps for AWS.
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(prefix)) {
    return [
      {
        path,
        message: `"${prefix}"${origin}: 63 lower-case letters, digits and dashes or fewer, no dash at either end`,
      },
    ];
  }
  return /aws|amazon|cognito/.test(prefix)
    ? [{ path, message: `"${prefix}"${origin}: Cognito refuses aws, amazon and cognito in it` }]
    : [];
}

function oidcMistakes({ issuer, clientSecretArn }: SignOn<"oidc">, domain: string, site: Site): Mistake[] {
  const mistakes: Mistake[] = [];
  if (issuer.includes("/.well-known/")) {
    mistakes.push({
      path: ["edge", "signOn", "issuer"],
      message: "the issuer alone, without /.well-known/openid-configuration, which is looked up below it",
    });
  }
  if (new URL(issuer).hostname === domain) {
    mistakes.push({
      path: ["edge", "signOn", "issuer"],
      message: `an identity provider elsewhere: ${domain} is what people sign on to`,
    });
  }
  const beginning = `arn:${site.partition}:secretsmanager:${site.region}:${site.accountId}:`;
  if (!clientSecretArn.startsWith(beginning)) {
    mistakes.push({
      path: ["edge", "signOn", "clientSecretArn"],
      message: `a secret of this account and region, ${beginning}secret:…`,
    });
  }
  return mistakes;
}
