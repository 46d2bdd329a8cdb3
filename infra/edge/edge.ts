import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { AwsOutputs } from "../../contract/aws";
import type { EdgeConfig } from "../config/edge";
import type { Site } from "../site";
import { CognitoSignOn } from "./cognito-sign-on";
import { Domain } from "./domain";
import { Firewall } from "./firewall";
import { checkZone } from "./validation";

/** What the platform has to know of the edge. */
export type EdgeOutputs = NonNullable<AwsOutputs["edge"]>;

/** What an {@link Edge} is made from. */
export interface EdgeArgs {
  readonly site: Site;
  /** `kubeflow-infra:edge`. */
  readonly config: EdgeConfig;
  /** Where the load balancer can stand. */
  readonly network: {
    readonly publicSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
    readonly privateSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  };
  /** Whether there are public subnets; without them the load balancer can be reached from inside only. */
  readonly hasPublicSubnets: boolean;
  /** KMS key of the client secret and of the firewall's log. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/** How people get in: domain, certificate, sign-on and firewall. The load balancer itself is the platform's. */
export class Edge extends pulumi.ComponentResource {
  /** For the platform; the client secret itself is in Secrets Manager. */
  readonly outputs: pulumi.Output<EdgeOutputs>;
  /** Name servers that the domain above has to name; undefined where the hosted zone is given. */
  readonly nameServers: pulumi.Output<string[]> | undefined;
  /** Hosted zones that the platform keeps records in, each once. */
  readonly zoneIds: readonly pulumi.Output<string>[];

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("kubeflow:infra:Edge", name, {}, opts);
    const { site, config, network, hasPublicSubnets, dataKeyArn } = args;

    const domain = new Domain(`${name}-domain`, { site, config }, { parent: this });
    const models = this.models(name, args, domain);
    const signOn = this.signOn(name, args);
    const firewall = config.waf
      ? new Firewall(`${name}-firewall`, { site, dataKeyArn }, { parent: this })
      : undefined;

    this.nameServers = domain.nameServers;
    this.zoneIds = [domain.zoneId, ...(hasOtherZone(config) && models !== undefined ? [models.zoneId] : [])];
    this.outputs = pulumi.output({
      domain: config.domain,
      zoneId: domain.zoneId,
      certificateArn: domain.certificateArn,
      ...(models === undefined ? {} : { models }),
      ...(firewall === undefined ? {} : { webAclArn: firewall.webAclArn }),
      subnetIds: hasPublicSubnets ? network.publicSubnetIds : network.privateSubnetIds,
      scheme: hasPublicSubnets ? "internet-facing" : "internal",
      signOn,
    });
    this.registerOutputs({ outputs: this.outputs });
  }

  /** A certificate beside the first, not further names in it: those would make a new one of what is in use. */
  private models(name: string, { site, config }: EdgeArgs, { zoneId: own }: Domain) {
    if (config.models === undefined) {
      return undefined;
    }
    const { domain, certificateArn } = config.models;
    const given = config.models.zoneId ?? zoneOf(config);
    const zoneId = given === undefined ? own : this.zoneFor(domain, given);
    const made = new Domain(
      `${name}-models`,
      { site, config: { domain, hostedZone: { kind: "existing", zoneId }, certificateArn } },
      { parent: this },
    );
    return { domain, zoneId: made.zoneId, certificateArn: made.certificateArn };
  }

  /** The zone's id once it is known to be able to hold the records: that is looked up, as an id says nothing. */
  private zoneFor(domain: string, zoneId: string): pulumi.Output<string> {
    return route53.getZoneOutput({ zoneId }, { parent: this }).apply(({ name }) => {
      checkZone("edge.models.domain", domain, { id: zoneId, name });
      return zoneId;
    });
  }

  private signOn(name: string, { site, config, dataKeyArn }: EdgeArgs) {
    if (config.signOn.kind === "oidc") {
      const { issuer, clientId, clientSecretArn } = config.signOn;
      return { issuer, clientId, clientSecretArn };
    }
    const { issuer, clientId, clientSecretArn, logoutUrl } = new CognitoSignOn(
      `${name}-sign-on`,
      { site, config: config.signOn, domain: config.domain, dataKeyArn },
      { parent: this },
    );
    return { issuer, clientId, clientSecretArn, logoutUrl };
  }
}

function hasOtherZone(config: EdgeConfig): boolean {
  const { zoneId } = config.models ?? {};
  return zoneId !== undefined && zoneId !== zoneOf(config);
}

/** Id of the hosted zone of the edge where it is there already. */
function zoneOf({ hostedZone }: EdgeConfig): string | undefined {
  return hostedZone.kind === "existing" ? hostedZone.zoneId : undefined;
}
