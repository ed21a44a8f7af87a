import type { Engine, RolloutOutcome } from '../../../reconciler/index.ts';

/** Whether a deploy id is that of an undo (`<deploy>u`). */
const isUndo = (deploy: string): boolean => /u\d?$/.test(deploy) && deploy.length > 12;

export type Rolling = {
  readonly engine: Engine;
  /** Resolves when somebody waits for the outcome of a rollout. */
  readonly reached: Promise<void>;
  /** Ends every rollout as the engine below says. */
  readonly finish: () => void;
};

/** An engine whose rollouts, undos excepted, take until `finish`; aborting the signal stops the watching, as with a real one. */
export const rolling = (below: Engine): Rolling => {
  const reached = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const outcome = async (real: (signal: AbortSignal) => Promise<RolloutOutcome>, signal: AbortSignal) => {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort);
    reached.resolve();
    // A real engine has a connection open, which keeps the process alive; the timers of the protocol don't.
    const connection = setInterval(() => {}, 60_000);
    try {
      await Promise.race([finished.promise, aborted]);
      return await real(signal);
    } finally {
      clearInterval(connection);
      signal.removeEventListener('abort', abort);
    }
  };
  return {
    reached: reached.promise,
    finish: finished.resolve,
    engine: {
      ...below,
      apply: async (desired, options) => {
        const rollout = await below.apply(desired, options);
        if (isUndo(options.deploy)) return rollout;
        return { ...rollout, outcome: (signal) => outcome(rollout.outcome, signal) };
      },
    },
  };
};
