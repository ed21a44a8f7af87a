/** Runs calls of one key one after another, in order of arrival; calls of different keys don't wait for each other. */
export type KeyedLock = <Value>(key: string, work: () => Promise<Value>) => Promise<Value>;

export const createKeyedLock = (): KeyedLock => {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    tails.set(key, settled);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === settled) tails.delete(key);
    }
  };
};
