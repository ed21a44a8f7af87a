import { type FSWatcher, watch } from 'node:fs';

/** Looked again after this long whatever the file system tells: some tell nothing. */
const pollMs = 2000;

/**
 * Tells when something in a folder changes. A change between two calls is not missed: the next call returns at once. Where the system
 * gives no watch (none left, folder gone), it polls.
 */
export const watchFolder = (folder: string) => {
  let news = Promise.withResolvers<void>();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, () => news.resolve());
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher = undefined; // polled
  }
  // What was written between the reader's last look and the watch is read now.
  news.resolve();

  return {
    /** Resolves at a change, at the next look, or when aborted. */
    change: async (signal: AbortSignal): Promise<void> => {
      if (signal.aborted) return;
      const timer = setTimeout(() => news.resolve(), watcher === undefined ? 250 : pollMs);
      const abort = () => news.resolve();
      signal.addEventListener('abort', abort, { once: true });
      await news.promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      news = Promise.withResolvers<void>();
    },
    close: () => watcher?.close(),
  };
};
