import assert from "node:assert/strict";
import fc from "fast-check";
import * as z from "zod";
import { QueuesConfig } from "../config/queues";
import { dimensions, sum } from "./amounts";
import { clusterQueues } from "./cluster-queues";
import { resourceFlavors } from "./flavors";
import { queueMistakes } from "./mistakes";
import { type PoolsOf, queuedPools } from "./pools";
import { shareQuotas } from "./quotas";
import { poolsOf, type TestPool } from "./testing/pools";

/** What the properties read of a ClusterQueue. */
const QueueSpec = z.object({
  resourceGroups: z.tuple([
    z.object({
      coveredResources: z.array(z.string()),
      flavors: z.array(z.object({ name: z.string(), resources: z.array(z.object({ name: z.string() })) })),
    }),
  ]),
});

/** And of a ResourceFlavor. */
const FlavorSpec = z.object({ nodeLabels: z.record(z.string(), z.string()) });

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/).filter((text) => text !== "system");

const pool: fc.Arbitrary<TestPool> = fc
  .record({
    name,
    architecture: fc.constantFrom("amd64" as const, "arm64" as const),
    capacityTypes: fc.subarray(["on-demand", "spot", "reserved"], { minLength: 1 }),
    labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}\.example$/), fc.constantFrom("a", "b"), {
      maxKeys: 10,
    }),
    cpu: fc.integer({ min: 1, max: 5000 }),
    memoryGiB: fc.integer({ min: 1, max: 20_000 }),
    gpu: fc.option(fc.integer({ min: 1, max: 512 }), { nil: undefined }),
    known: fc.boolean(),
  })
  .map(({ cpu, memoryGiB, gpu, known, ...rest }) => ({
    ...rest,
    ...(known ? { limits: { cpu, memoryGiB, ...(gpu === undefined ? {} : { gpu }) } } : {}),
    ...(gpu === undefined
      ? {}
      : { accelerator: { resource: "nvidia.com/gpu", count: 1, product: "NVIDIA-L4" } }),
  }));

const environment: fc.Arbitrary<PoolsOf> = fc
  .uniqueArray(pool, { selector: (one) => one.name, minLength: 1, maxLength: 6 })
  .map(poolsOf);

/** Shares whose percentages, each with two decimals at most, are 100 together or less. */
const shares = fc
  .array(
    fc.record({
      hundredths: fc.integer({ min: 0, max: 10_000 }),
      borrowPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
      lendPercent: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 7 },
  )
  .map((all) => {
    const total = Math.max(
      10_000,
      all.reduce((whole, { hundredths }) => whole + hundredths, 0),
    );
    return all.map(({ hundredths, borrowPercent, lendPercent }, index) => ({
      name: `share-${index}`,
      tenants: [`tenant-${index}`],
      percent: Math.floor((hundredths * 10_000) / total) / 100,
      lendPercent,
      ...(borrowPercent === undefined ? {} : { borrowPercent }),
    }));
  });

describe("queues, whatever pools and shares there are", () => {
  it("own together what each pool has: no less, no more, and nobody less than nothing", () => {
    fc.assert(
      fc.property(environment, shares, (infra, written) => {
        const config = QueuesConfig.parse({ shares: written });
        assert.deepEqual(queueMistakes(config, infra), []);
        const pools = queuedPools(infra, config);
        const all = shareQuotas(pools, config);
        pools.forEach(({ capacity }, index) => {
          const owned = all.flatMap(({ quotas }) => quotas[index]?.nominal ?? []);
          assert.equal(owned.length, written.length + 1);
          assert.deepEqual(sum(owned), capacity);
          assert.ok(owned.every((amount) => dimensions.every((dimension) => amount[dimension] >= 0)));
        });
      }),
    );
  });

  it("lend no more than they own, and borrow no more than there is", () => {
    fc.assert(
      fc.property(environment, shares, (infra, written) => {
        const config = QueuesConfig.parse({ shares: written });
        for (const { quotas } of shareQuotas(queuedPools(infra, config), config)) {
          for (const { nominal, lending, borrowing, pool: of } of quotas) {
            for (const dimension of dimensions) {
              assert.ok((lending ?? nominal)[dimension] <= nominal[dimension]);
              assert.ok((borrowing ?? of.capacity)[dimension] <= of.capacity[dimension]);
            }
          }
        }
      }),
    );
  });

  it("have each pool in one flavor and each flavor once in every queue, in one order, with all resources", () => {
    fc.assert(
      fc.property(environment, shares, (infra, written) => {
        const config = QueuesConfig.parse({ shares: written });
        const pools = queuedPools(infra, config);
        const flavors = resourceFlavors(pools, config).map(({ metadata }) => metadata.name);
        assert.deepEqual([...flavors].sort(), infra.nodePools.map(({ name: of }) => of).sort());
        for (const queue of clusterQueues(pools, config)) {
          const { resourceGroups } = QueueSpec.parse(queue.spec);
          const [{ coveredResources, flavors: quotas }] = resourceGroups;
          assert.deepEqual(
            quotas.map((quota) => quota.name),
            flavors,
          );
          for (const { resources } of quotas) {
            assert.deepEqual(
              resources.map((resource) => resource.name),
              coveredResources,
            );
          }
        }
      }),
    );
  });

  it("have flavors whose labels select their pool's nodes, and no others'", () => {
    fc.assert(
      fc.property(environment, (infra) => {
        const config = QueuesConfig.parse({});
        for (const flavor of resourceFlavors(queuedPools(infra, config), config)) {
          const selected = infra.nodePools.filter(({ labels, architecture }) => {
            const node = new Map(Object.entries({ ...labels, "kubernetes.io/arch": architecture }));
            return Object.entries(FlavorSpec.parse(flavor.spec).nodeLabels).every(
              ([key, value]) => node.get(key) === value,
            );
          });
          assert.deepEqual(
            selected.map(({ name: of }) => of),
            [flavor.metadata.name],
          );
        }
      }),
    );
  });
});
