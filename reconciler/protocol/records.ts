import type { Deploy, DeployState, Timings } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import type { JournalEntry } from './journal.ts';

/** The row of a journalled deploy. */
export const toDeploy = (app: Deploy['app'], entry: JournalEntry, state: DeployState, more: Partial<Deploy> = {}): Deploy => ({
  id: entry.deploy,
  app,
  kind: entry.kind,
  state,
  by: entry.by,
  summary: entry.summary,
  commit: entry.commit,
  createdAt: entry.createdAt,
  ...(entry.source === undefined ? {} : { source: entry.source }),
  ...(entry.verdict === undefined ? {} : { reason: entry.verdict.reason }),
  ...more,
});

/**
 * Writes a projection: rows others list. The journal is the truth, so a failing database holds up no deploy; the row is
 * written again at the next start.
 */
export const project = async (deps: Pick<ProtocolDeps, 'log'>, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    deps.log.error('a projection could not be written; it is made again at the next start', { error });
  }
};

/** Where the time went: marks in order, told in milliseconds between them. */
export type Clock = { readonly mark: (step: string) => void; readonly timings: () => Timings };

export const createClock = (now: () => number, from: number): Clock => {
  const marks: { step: string; ms: number }[] = [];
  let last = from;
  return {
    mark: (step) => {
      const at = now();
      marks.push({ step, ms: at - last });
      last = at;
    },
    timings: () => marks,
  };
};

export const describeTimings = (timings: Timings): string => timings.map(({ step, ms }) => `${step} ${ms} ms`).join(', ');

/** The row of a push that is still in its gate, or ended there. */
export const toBuildRow = (started: Deploy, state: DeployState, more: Partial<Deploy>): Deploy => ({ ...started, state, ...more });
