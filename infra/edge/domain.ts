import * as acm from "@pulumi/aws/acm";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { EdgeConfig } from "../config/edge";
import type { Site } from "../site";
import { delegationHint, validationRecord } from "./validation";

/** What a {@link Domain} is made from. */
export interface DomainArgs {
  readonly site: Site;
  /** `kubeflow-infra:edge`, or what it says of models. */
  readonly config: Pick<EdgeConfig, "domain" | "certificateArn"> & {
    readonly hostedZone:
      { readonly kind: "created" } | { readonly kind: "existing"; readonly zoneId: pulumi.Input<string> };
  };
}

/**
 * A hosted zone and a certificate for the domain and everything one level below it; each made here or given.
 *
 * A zone costs 0.50 USD a month, a public certificate nothing. A zone that is made here has to be delegated to by
 * hand, while the first run waits for the certificate: AWS issues it once it finds the record in public DNS.
 */
export class Domain extends pulumi.ComponentResource {
  /** Route53 hosted zone of the domain. */
  readonly zoneId: pulumi.Output<string>;
  /** Certificate; known once it is issued. */
  readonly certificateArn: pulumi.Output<string>;
  /** Name servers that the domain above has to name; undefined where the zone is given. */
  readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, args: DomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Domain", name, {}, opts);
    const { domain, hostedZone, certificateArn } = args.config;

    if (hostedZone.kind === "created") {
      const zone = this.makeZone(name, args);
      this.zoneId = zone.zoneId;
      this.nameServers = zone.nameServers;
      this.askForDelegation(zone, domain);
    } else {
      this.zoneId = pulumi.output(hostedZone.zoneId);
      this.nameServers = undefined;
    }
    this.certificateArn =
      certificateArn === undefined ? this.makeCertificate(name, domain) : pulumi.output(certificateArn);
    this.registerOutputs({ zoneId: this.zoneId, certificateArn: this.certificateArn });
  }

  private makeZone(name: string, { site, config }: DomainArgs): route53.Zone {
    return new route53.Zone(
      `${name}-zone`,
      {
        name: config.domain,
        comment: `Kubeflow of ${site.clusterName}`,
        // external-dns' records are unknown to this program: with them left over, a zone can't be deleted otherwise.
        forceDestroy: site.tier === "development",
        tags: { Name: config.domain },
      },
      { parent: this },
    );
  }

  /** Says what has to be done by hand while the run waits for the certificate; nobody waits where AWS is mocked. */
  private askForDelegation(zone: route53.Zone, domain: string) {
    if (pulumi.runtime.hasEngine()) {
      zone.nameServers.apply((servers) => pulumi.log.info(delegationHint(domain, servers), zone));
    }
  }

  private makeCertificate(name: string, domain: string): pulumi.Output<string> {
    const certificate = new acm.Certificate(
      `${name}-certificate`,
      {
        domainName: domain,
        subjectAlternativeNames: [`*.${domain}`],
        validationMethod: "DNS",
        tags: { Name: domain },
      },
      { parent: this },
    );
    const wanted = certificate.domainValidationOptions.apply(validationRecord);
    const record = new route53.Record(
      `${name}-validation`,
      {
        zoneId: this.zoneId,
        name: wanted.name,
        type: wanted.type,
        records: [wanted.value],
        ttl: 60,
        // ACM asks for the same record again for every certificate of the account for this domain: it may be there.
        allowOverwrite: true,
      },
      { parent: this },
    );
    const issued = new acm.CertificateValidation(
      `${name}-issued`,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      // An hour in which to delegate a zone that is new.
      { parent: this, customTimeouts: { create: "60m" } },
    );
    return issued.certificateArn;
  }
}
