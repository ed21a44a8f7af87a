/** Counts bytes and calls `reached` once for each tenth of the whole that is passed. */
export const createSteps = (sizeBytes: number, reached: (percent: number) => void) => {
  let bytes = 0;
  let told = 0;
  return {
    add: (more: number): void => {
      bytes += more;
      const tenths = Math.min(10, Math.floor((bytes / sizeBytes) * 10));
      if (tenths > told) reached(tenths * 10);
      told = Math.max(told, tenths);
    },
    count: (): number => bytes,
  };
};
