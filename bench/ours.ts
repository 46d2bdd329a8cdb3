import { Clone } from "./clone";
import { medianOf, repeats } from "./median";

/** What {@link measureOurs} measured. */
export interface OurFigures {
  /** `npm run up` from nothing, toolchain and rendering warm. */
  readonly firstSeconds: number;
  /** The platform stack's part of it. */
  readonly platformSeconds: number;
  /** The platform stack's part of {@link againSeconds}. */
  readonly platformAgainSeconds: number;
  /** `npm run up` again with nothing changed: the median of several runs. */
  readonly againSeconds: number;
  /** Size of the platform stack's state as compact JSON. */
  readonly stateBytes: number;
  /** Most memory of all processes at one time, the cluster's left out. */
  readonly peakBytes: number;
  /** Objects in the platform stack. */
  readonly objects: number;
}

/** Brings the committed state of this clone up in a throwaway clone, as a user would, and takes it down again. */
export async function measureOurs(say: (text: string) => void): Promise<OurFigures> {
  const clone = await Clone.make();
  try {
    const first = await clone.up();
    say(`  from nothing: ${first.seconds.toFixed(1)} s`);
    const unchanged = async () => {
      const run = await clone.up();
      say(`  again: ${run.seconds.toFixed(1)} s`);
      if (run.changed) {
        throw new Error("an up after the first changed something: its time says nothing");
      }
      return run;
    };
    const again = await medianOf(repeats, unchanged, ({ seconds }) => seconds);
    const platform = first.stack("platform");
    return {
      firstSeconds: first.seconds,
      againSeconds: again.seconds,
      peakBytes: Math.max(first.peakBytes, again.peakBytes),
      platformSeconds: platform.seconds,
      platformAgainSeconds: again.stack("platform").seconds,
      objects: platform.objects,
      stateBytes: clone.stateBytes("kubeflow-platform"),
    };
  } finally {
    await clone.destroy();
    clone.remove();
  }
}
