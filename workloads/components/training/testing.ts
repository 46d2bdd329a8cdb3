import type { PlatformOutputs } from "../../../contract";
import { awsPlatformFixture, cpuPool, gpuPool } from "../../testing";

/** Helpers of this folder's tests; no component imports them. */

/** A platform on AWS whose GPU nodes have adapters, with FSx for Lustre. */
export const efaPlatform: PlatformOutputs = {
  ...awsPlatformFixture,
  addons: ["kueue", "efaDevicePlugin"],
  nodePools: [cpuPool, { ...gpuPool, efa: true }],
  ...(awsPlatformFixture.aws !== undefined && {
    aws: {
      ...awsPlatformFixture.aws,
      fileSystems: {
        lustre: { id: "fs-1", dnsName: "fs-1.fsx.us-west-2.amazonaws.com", mountName: "abcdef01" },
      },
    },
  }),
};

/** A program of one line. */
export const program = { files: { "train.py": "print(1)\n" }, entrypoint: "train.py" };
