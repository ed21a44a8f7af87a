const firstMs = 1000;
const longestMs = 60_000;

/** How many crashes in a row count after one more: a run of a minute forgives all before it. */
export const crashesInRow = (before: number, upMs: number): number => (upMs >= longestMs ? 1 : before + 1);

/** How long to wait before the next start: 1 s, doubling to 60 s. */
export const backOffMs = (crashes: number): number => Math.min(longestMs, firstMs * 2 ** Math.min(crashes - 1, 10));
