import type { AppId } from '../../../core/index.ts';
import type { Observation } from '../../engine.ts';

/** Hands each change to everybody who observes. Changes of one app that nobody has taken yet become one. */
export const createObservers = (observe: (app: AppId) => Observation) => {
  const observers = new Set<(app: AppId) => void>();
  return {
    changed: (app: AppId): void => {
      for (const tell of observers) tell(app);
    },
    /** First `known`, then changes until aborted (ends, does not throw). */
    observe: async function* (known: Iterable<AppId>, signal: AbortSignal): AsyncGenerator<Observation> {
      const dirty = new Set<AppId>(known);
      let news = Promise.withResolvers<void>();
      const tell = (app: AppId) => {
        dirty.add(app);
        news.resolve();
      };
      const end = () => news.resolve();
      observers.add(tell);
      signal.addEventListener('abort', end);
      try {
        while (!signal.aborted) {
          const [app] = dirty;
          if (app === undefined) {
            news = Promise.withResolvers();
            await news.promise;
          } else {
            dirty.delete(app);
            yield observe(app);
          }
        }
      } finally {
        observers.delete(tell);
        signal.removeEventListener('abort', end);
      }
    },
  };
};
