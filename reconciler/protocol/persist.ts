import { setTimeout as sleep } from 'node:timers/promises';
import { asFault } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';

/** Tries until it works: for effects that must happen. Rejects only when the server stops; the journal then remembers. */
export const untilDone = async <Value>(
  deps: Pick<ProtocolDeps, 'limits' | 'stopping' | 'log'>,
  work: () => Promise<Value>,
): Promise<Value> => {
  for (let pauseMs = deps.limits.retryMs; ; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      return await work();
    } catch (error) {
      if (deps.stopping.aborted) throw error;
      deps.log.warn('a step of the protocol failed and is tried again', { code: asFault(error).code, error, pauseMs });
    }
    await pause(pauseMs, deps.stopping);
  }
};

/** Waits; rejects when the signal aborts. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => await sleep(ms, undefined, { signal });

/** Waits, or until the signal aborts. */
export const pauseUnless = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await pause(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
