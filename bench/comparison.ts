/** Times of the two sides in one round, milliseconds. */
export interface Sample {
  readonly oursMs: number;
  readonly bareMs: number;
}

/** Medians over the rounds. */
export interface Compared extends Sample {
  /** Of each round's ours over bare: what slows the machine down for a while is in both. */
  readonly ratio: number;
}

/** Ours next to the bare calls, in turn, so that whatever else the machine does strikes both. */
export interface Comparison {
  /** Takes one sample of each side. */
  round(): Promise<void>;
  /** One for every round since `forget`, in order. */
  samples(): readonly Sample[];
  medians(): Compared;
  /** Forgets the rounds so far: they were for warming up. */
  forget(): void;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  const high = sorted[sorted.length >> 1] ?? Number.NaN;
  return (low + high) / 2;
};

/** To three decimals: what a figure says. */
export const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/**
 * Each side answers with the milliseconds it took. A sample is the mean over `runs` of them; what is short runs more
 * often, or its median would step over the very disturbances that something long cannot escape.
 */
export const makeComparison = (
  ours: () => Promise<number>,
  bare: () => Promise<number>,
  runs = 1,
): Comparison => {
  let samples: Sample[] = [];
  let isOursFirst = false;
  return {
    round: async () => {
      const sum = { ours: 0, bare: 0 };
      for (let run = 0; run < runs; run++) {
        isOursFirst = !isOursFirst;
        if (isOursFirst) sum.ours += await ours();
        sum.bare += await bare();
        if (!isOursFirst) sum.ours += await ours();
      }
      samples.push({ oursMs: sum.ours / runs, bareMs: sum.bare / runs });
    },
    samples: () => samples,
    medians: () => ({
      oursMs: median(samples.map(({ oursMs }) => oursMs)),
      bareMs: median(samples.map(({ bareMs }) => bareMs)),
      ratio: median(samples.map(({ oursMs, bareMs }) => oursMs / bareMs)),
    }),
    forget: () => {
      samples = [];
    },
  };
};
