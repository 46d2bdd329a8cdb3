import * as assert from "node:assert/strict";
import { AURORA_PARAMETERS, NOT_MODIFIABLE, parameterArgs, rdsParameterGroup } from "./parameters";

describe("parameters of MySQL", () => {
  const rds = (version: string) => rdsParameterGroup(version).parameters;
  const values = (parameters: typeof AURORA_PARAMETERS) =>
    Object.fromEntries(parameters.map(({ name, value }) => [name, value]));

  const shared = {
    character_set_server: "utf8mb4",
    slow_query_log: "1",
    long_query_time: "2",
    log_output: "FILE",
    local_infile: "0",
  };

  it("of RDS ask for TLS in the spelling of RDS", () => {
    assert.deepEqual(values(rds("8.0")), { require_secure_transport: "1", ...shared });
    assert.equal(rdsParameterGroup("8.0.46").family, "mysql8.0");
  });

  it("of MySQL 8.4 ask for the plugin that ML Metadata knows", () => {
    assert.deepEqual(values(rds("8.4")), {
      require_secure_transport: "1",
      ...shared,
      authentication_policy: "*:mysql_native_password",
    });
    assert.equal(rdsParameterGroup("8.4.6").family, "mysql8.4");
  });

  it("of Aurora ask for TLS in the spelling of Aurora", () => {
    assert.deepEqual(values(AURORA_PARAMETERS), { require_secure_transport: "ON", ...shared });
  });

  for (const [kind, parameters] of [
    ["RDS 8.0", rds("8.0")],
    ["RDS 8.4", rds("8.4")],
    ["Aurora", AURORA_PARAMETERS],
  ] as const) {
    it(`of ${kind} name none twice, none that can't be modified, and each with its reason`, () => {
      const names = parameters.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
      assert.deepEqual(
        NOT_MODIFIABLE.filter((name) => names.includes(name)),
        [],
      );
      assert.equal(
        parameters.every(({ reason }) => reason.length > 20),
        true,
      );
    });
  }

  it("reach the provider without their reasons", () => {
    assert.deepEqual(parameterArgs(rds("8.4"))[0], {
      name: "require_secure_transport",
      value: "1",
      applyMethod: "immediate",
    });
  });
});
