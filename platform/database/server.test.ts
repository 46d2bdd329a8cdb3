import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { rootCertificates } from "node:tls";
import { UserError } from "../../config/errors";
import { selectParts } from "../select";
import { awsInfra, localInfra, settingOf } from "../testing/settings";
import { caBundleOf } from "./ca-bundle";
import { checkDatabase, databaseRequirements, serverOf } from "./server";

describe("serverOf", () => {
  it("is what infra exports, and nothing where MySQL is in the cluster", () => {
    assert.deepEqual(serverOf(settingOf(awsInfra)), {
      host: "kubeflow-prod.abcdefghijkl.us-west-2.rds.amazonaws.com",
      port: 3306,
      administratorArn: "arn:aws:secretsmanager:us-west-2:111122223333:secret:rds!db-1-AbCdEf",
    });
    assert.equal(serverOf(settingOf(localInfra)), undefined);
  });
});

describe("checkDatabase", () => {
  it("refuses a server that nobody looks at, unless somebody says so", () => {
    assert.throws(() => {
      checkDatabase(settingOf(awsInfra));
    }, /rds\.amazonaws\.com without a look at its certificate.*us-west-2-bundle\.pem.*acceptUnverified/s);
    checkDatabase(settingOf(awsInfra, { database: { acceptUnverified: true } }));
    checkDatabase(settingOf(awsInfra, { database: { caBundle: "certificates/region.pem" } }));
    checkDatabase(settingOf(localInfra));
  });
});

describe("databaseRequirements", () => {
  it("are External Secrets where the administrator's password is in Secrets Manager", () => {
    assert.deepEqual(databaseRequirements(settingOf(awsInfra)), ["externalSecrets"]);
    assert.deepEqual(databaseRequirements(settingOf(localInfra)), []);
  });

  it("refuse an environment that switches it off, in one message", () => {
    const setting = settingOf(awsInfra, { addons: { externalSecrets: false } });
    assert.throws(
      () => selectParts(setting),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /pipelines needs externalSecrets.*\n.*katib needs externalSecrets/);
        return true;
      },
    );
  });
});

describe("caBundleOf", () => {
  const [first = "", second = ""] = rootCertificates;
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "ca-bundle-"));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const read = (text: string) => {
    fs.writeFileSync(path.join(folder, "region.pem"), text);
    return caBundleOf({ caBundle: "region.pem" }, folder);
  };

  it("hands on certificates and nothing that stands beside them", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    assert.equal(read(`# first\r\n${first}\n${key}\n${second}`), `${first}\n${second}\n`);
    assert.equal(caBundleOf({}, folder), undefined);
  });

  it("refuses what is no certificate, and what isn't there", () => {
    assert.throws(() => read("nothing"), /caBundle is region\.pem, in which there is no certificate/);
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    assert.throws(() => read(`${first}\n${broken}\n`), /certificate number 2 can't be parsed/);
    assert.throws(() => caBundleOf({ caBundle: "other.pem" }, folder), /other\.pem, which can't be read/);
  });
});
