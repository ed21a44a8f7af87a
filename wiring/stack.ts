import type { Log } from '../core/index.ts';

/** What has been started, to be stopped in the opposite order. A part that fails to stop holds up none of the others. */
export const createStack = (log: Log) => {
  const parts: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
  return {
    add: (name: string, stop: () => Promise<void>): void => void parts.push({ name, stop }),
    stop: async (): Promise<void> => {
      for (const { name, stop } of parts.splice(0).reverse()) {
        try {
          await stop();
        } catch (error) {
          log.error(`${name} did not stop cleanly`, { error });
        }
      }
    },
  };
};
