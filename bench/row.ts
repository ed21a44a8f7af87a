/** One figure: ours and the other side, measured side by side in one run. */
export type Row = {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** What it is measured against. */
  readonly against: string;
  readonly other: number;
  /** ours / other. */
  readonly ratio: number;
  /** As a person reads it: `at most 250 ms more`. */
  readonly target: string;
  readonly met: boolean;
};

type Measured = { readonly name: string; readonly unit: string; readonly ours: number; readonly against: string; readonly other: number };

/** `limit`: how much more than the other side ours may be, in `unit`. */
export const atMostMore = (measured: Measured, limit: number): Row => ({
  ...round(measured),
  target: `at most ${limit} ${measured.unit} more`,
  met: measured.ours - measured.other <= limit,
});

export const under = (measured: Measured, limit: number): Row => ({
  ...round(measured),
  target: limit === 0 ? '0' : `under ${limit} ${measured.unit}`,
  met: limit === 0 ? measured.ours === 0 : measured.ours < limit,
});

const round = (measured: Measured) => ({
  ...measured,
  ours: Math.round(measured.ours * 10) / 10,
  other: Math.round(measured.other * 10) / 10,
  ratio: measured.other === 0 ? 0 : Math.round((measured.ours / measured.other) * 100) / 100,
});

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
