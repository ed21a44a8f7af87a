import type { DeployId } from '../../../core/index.ts';
import type { Rollout, RolloutEvent, RolloutOutcome } from '../../engine.ts';

export type RolloutHandle = {
  readonly rollout: Rollout;
  readonly say: (line: string) => void;
  /** Only the first end counts. */
  readonly end: (outcome: RolloutOutcome) => void;
  readonly ended: Promise<RolloutOutcome>;
};

/** A rollout as its watchers see it: events by number, and one outcome. */
export const createRolloutHandle = (deploy: DeployId, now: () => number): RolloutHandle => {
  const events: RolloutEvent[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<RolloutOutcome>();
  let over = false;
  let news = Promise.withResolvers<void>();

  const wake = () => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  const rollout: Rollout = {
    deploy,
    events: async function* (from, signal) {
      for (let sequence = from; ; ) {
        signal.throwIfAborted();
        const event = events[sequence];
        if (event !== undefined) {
          sequence += 1;
          yield event;
        } else if (over) return;
        else await unlessAborted(news.promise, signal);
      }
    },
    outcome: (signal) => unlessAborted(ended, signal),
  };
  return {
    rollout,
    say: (line) => {
      events.push({ sequence: events.length, at: now(), line });
      wake();
    },
    end: (outcome) => {
      over = true;
      resolve(outcome);
      wake();
    },
    ended,
  };
};

/** A rollout of the past: no events, and the outcome that was stored. */
export const endedRollout = (deploy: DeployId, outcome: RolloutOutcome): Rollout => {
  const handle = createRolloutHandle(deploy, () => 0);
  handle.end(outcome);
  return handle.rollout;
};

const unlessAborted = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
