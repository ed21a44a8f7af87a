/** Counts what uses each backend port: requests in flight and upgraded connections. */
export type Usage = {
  /** Counts one more user; the function returned, called any number of times, counts it off once. */
  readonly take: (port: number) => () => void;
  readonly count: (port: number) => number;
  readonly total: () => number;
  /** True as soon as nothing uses the port; false when that took longer than `timeoutMs`. */
  readonly drained: (port: number, timeoutMs: number) => Promise<boolean>;
};

export const createUsage = (): Usage => {
  const counts = new Map<number, number>();
  const waiting = new Map<number, Set<() => void>>();
  let total = 0;

  const release = (port: number): void => {
    const left = (counts.get(port) ?? 0) - 1;
    total -= 1;
    if (left > 0) return void counts.set(port, left);
    counts.delete(port);
    for (const wake of waiting.get(port) ?? []) wake();
  };

  return {
    take: (port) => {
      counts.set(port, (counts.get(port) ?? 0) + 1);
      total += 1;
      let held = true;
      return () => {
        if (held) release(port);
        held = false;
      };
    },
    count: (port) => counts.get(port) ?? 0,
    total: () => total,
    drained: (port, timeoutMs) =>
      new Promise((resolve) => {
        if (!counts.has(port)) return resolve(true);
        const settle = (idle: boolean): void => {
          clearTimeout(timer);
          const wakers = waiting.get(port);
          wakers?.delete(wake);
          if (wakers?.size === 0) waiting.delete(port);
          resolve(idle);
        };
        const wake = () => settle(true);
        const timer = setTimeout(() => settle(false), timeoutMs);
        waiting.set(port, (waiting.get(port) ?? new Set()).add(wake));
      }),
  };
};
