import assert from "node:assert/strict";
import { UserError } from "../../config/errors";
import { parseConfig } from "../../config/load";
import { PlatformConfig } from "../config";
import { QueuesConfig } from "../config/queues";
import { localInfra } from "../testing/settings";
import { checkQueues, queueMistakes } from "./mistakes";
import { fourPools } from "./testing/pools";

/** Something that the environment's pools or other keys don't go with. */
interface Case {
  readonly what: string;
  readonly queues: object;
  readonly where: string;
  readonly says: RegExp;
}

const share = { name: "research", tenants: ["vision"] };

const cases: readonly Case[] = [
  {
    what: "a pool that is not there, with the nearest that is",
    queues: { pools: ["cpu", "gpu-spto"] },
    where: "pools.1",
    says: /^there is no pool gpu-spto; did you mean gpu-spot\?$/,
  },
  {
    what: "a pool that is like none",
    queues: { capacity: { quantum: { cpu: 1 } } },
    where: "capacity.quantum",
    says: /^there is no pool quantum; there are gpu, cpu-arm, gpu-spot, cpu$/,
  },
  {
    what: "a quota of a pool that is not there",
    queues: { shares: [{ ...share, quotas: { gpus: { gpu: 1 } } }] },
    where: "shares.0.quotas.gpus",
    says: /did you mean gpu\?$/,
  },
  {
    what: "a quota of a pool that is not for jobs",
    queues: { pools: ["cpu"], shares: [{ ...share, quotas: { gpu: { gpu: 1 } } }] },
    where: "shares.0.quotas.gpu",
    says: /^pool gpu is not for jobs; add it to pools: cpu$/,
  },
  {
    what: "a pool twice",
    queues: { pools: ["cpu", "gpu", "cpu"] },
    where: "pools.2",
    says: /^pool cpu is at pools\.0 already/,
  },
  {
    what: "more GPUs owned than there are",
    queues: { shares: [{ ...share, quotas: { gpu: { gpu: 33 } } }] },
    where: "shares",
    says: /^together they own 33 gpu of pool gpu, which has 32; own less, or raise the pool's limits$/,
  },
  {
    what: "shares that are together more CPUs than there are",
    queues: {
      shares: [
        { ...share, quotas: { cpu: { cpu: 300 } } },
        { name: "product", tenants: ["ranking"], quotas: { cpu: { cpu: 212.5 } } },
      ],
    },
    where: "shares",
    says: /^together they own 512\.5 cpu of pool cpu, which has 512;/,
  },
  {
    what: "more memory than configuration leaves of a pool",
    queues: {
      capacity: { cpu: { memoryGiB: 100 } },
      shares: [{ ...share, quotas: { cpu: { memoryGiB: 101 } } }],
    },
    where: "shares",
    says: /^together they own 101 memoryGiB of pool cpu, which has 100;/,
  },
  {
    what: "GPUs of a pool that has none",
    queues: { shares: [{ ...share, quotas: { cpu: { gpu: 1 } } }] },
    where: "shares.0.quotas.cpu.gpu",
    says: /^pool cpu has no accelerators; leave it out$/,
  },
  {
    what: "capacity of GPUs in a pool that has none",
    queues: { capacity: { "cpu-arm": { gpu: 8 } } },
    where: "capacity.cpu-arm.gpu",
    says: /^pool cpu-arm has no accelerators/,
  },
  {
    what: "the name of what all others have",
    queues: { shares: [{ ...share, name: "shared" }] },
    where: "shares.0.name",
    says: /^shared is what all others have; take another name, or set queues\.shared$/,
  },
  {
    what: "two shares of one name",
    queues: { shares: [share, { ...share, tenants: ["speech"] }] },
    where: "shares.1.name",
    says: /^share research is at shares\.0\.name already/,
  },
  {
    what: "a tenant with two shares",
    queues: { shares: [share, { name: "product", tenants: ["ranking", "vision"] }] },
    where: "shares.1.tenants.1",
    says: /^tenant vision is at shares\.0\.tenants\.0 already/,
  },
  {
    what: "a cohort that is not there",
    queues: { cohorts: [{ name: "science" }], shares: [{ ...share, cohort: "sciense" }] },
    where: "shares.0.cohort",
    says: /^there is no cohort sciense; did you mean science\?$/,
  },
  {
    what: "a cohort where there are none",
    queues: { shares: [{ ...share, cohort: "science" }] },
    where: "shares.0.cohort",
    says: /^there is no cohort science; there are none$/,
  },
  {
    what: "the name of the cohort of all",
    queues: { cohorts: [{ name: "kubeflow" }] },
    where: "cohorts.0.name",
    says: /^kubeflow is the cohort of all; take another name$/,
  },
  {
    what: "two cohorts of one name",
    queues: { cohorts: [{ name: "a" }, { name: "a" }] },
    where: "cohorts.1.name",
    says: /^cohort a is at cohorts\.0\.name already/,
  },
  {
    what: "a cohort in itself",
    queues: { cohorts: [{ name: "a", parent: "a" }] },
    where: "cohorts.0.parent",
    says: /^a is part of itself; leave out one parent$/,
  },
  {
    what: "pauses that begin above their end",
    queues: { podsReady: { backoffSeconds: 600, maxBackoffSeconds: 60 } },
    where: "podsReady.maxBackoffSeconds",
    says: /^60 is less than backoffSeconds, 600;/,
  },
];

describe("mistakes in queues", () => {
  for (const { what, queues, where, says } of cases) {
    it(`are ${what}, and nothing else`, () => {
      const mistakes = queueMistakes(QueuesConfig.parse(queues), fourPools);
      assert.deepEqual(
        mistakes.map((mistake) => mistake.where),
        [where],
        JSON.stringify(mistakes),
      );
      assert.match(mistakes[0]?.what ?? "", says);
    });
  }

  it("are told one and all, with their keys", () => {
    const queues = QueuesConfig.parse({ pools: ["nope"], shares: [{ ...share, name: "shared" }] });
    assert.throws(
      () => {
        checkQueues(queues, fourPools);
      },
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, /kubeflow-platform:queues\.pools\.0: there is no pool nope/);
        assert.match(error.message, /kubeflow-platform:queues\.shares\.0\.name: shared is/);
        assert.match(error.message, /→ edit /);
        return true;
      },
    );
  });

  it("are each cohort of a circle", () => {
    const cohorts = [
      { name: "a", parent: "b" },
      { name: "b", parent: "a" },
      { name: "c", parent: "a" },
    ];
    assert.deepEqual(
      queueMistakes(QueuesConfig.parse({ cohorts }), fourPools).map(({ where }) => where),
      ["cohorts.0.parent", "cohorts.1.parent"],
    );
  });

  it("are pools of which none is for jobs", () => {
    const system = { name: "system", architecture: "amd64", labels: {}, taints: [] } as const;
    const infra = { nodePools: [{ ...system, taints: [] }] };
    assert.deepEqual(
      queueMistakes(QueuesConfig.parse({}), infra).map(({ where }) => where),
      ["pools"],
    );
  });

  it("are none in what is left out", () => {
    assert.deepEqual(queueMistakes(QueuesConfig.parse({}), localInfra), []);
    assert.deepEqual(queueMistakes(QueuesConfig.parse({}), fourPools), []);
  });
});

/** What can be told without knowing the environment: the key, and what is said of it. */
const written: readonly (readonly [what: string, queues: object, says: RegExp])[] = [
  [
    "a share without tenants",
    { shares: [{ name: "a", tenants: [] }] },
    /shares\.0\.tenants .*one namespace or more/,
  ],
  ["a share without a name", { shares: [{ tenants: ["a"] }] }, /shares\.0\.name is missing/],
  ["a name in capitals", { shares: [{ name: "A", tenants: ["a"] }] }, /shares\.0\.name .*lower-case/],
  [
    "a percentage above 100",
    { shares: [{ name: "a", tenants: ["a"], percent: 101 }] },
    /percent is 101: 100 or less/,
  ],
  ["a weight of nothing", { shares: [{ name: "a", tenants: ["a"], weight: 0 }] }, /weight is 0: more than 0/],
  ["half a GPU", { capacity: { gpu: { gpu: 0.5 } } }, /capacity\.gpu\.gpu is 0.5: a whole number/],
  ["an empty list of pools", { pools: [] }, /queues\.pools is \[\]: one pool or more/],
  ["another architecture", { architectures: ["sparc"] }, /queues\.architectures\.0 is "sparc"/],
  ["an unknown key", { share: [] }, /queues\.share: unknown key/],
  ["an unknown way to stop", { stop: "now" }, /queues\.stop is "now"/],
];

describe("configuration of queues", () => {
  for (const [what, queues, says] of written) {
    it(`refuses ${what}`, () => {
      const all = { "kubeflow-platform:queues": JSON.stringify(queues) };
      assert.throws(() => parseConfig(PlatformConfig, "kubeflow-platform", "dev", all), says);
    });
  }
});
