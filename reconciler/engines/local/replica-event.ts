import type { PlatformEvent } from '../../../core/index.ts';
import { explainExit } from './explain-exit.ts';
import type { Kept } from './keeper/protocol.ts';
import type { ReplicaMeta } from './replica.ts';

export type ReplicaChange = {
  readonly kept: Kept | undefined;
  readonly before: Kept | undefined;
  readonly meta: ReplicaMeta;
  readonly at: number;
};

/** The event a change of a replica is, if any. Each run begins with one `replica-started` and ends with one stopped or crashed. */
export const toEvent = ({ kept, before, meta, at }: ReplicaChange): PlatformEvent | undefined => {
  const ran = before?.pid;
  const runs = kept?.pid;
  if (ran === runs) return undefined;
  const data = { process: meta.name, type: meta.processType, size: meta.size, version: meta.version };
  const event = { app: meta.app, at, deploy: meta.deploy };
  if (runs !== undefined) return { kind: 'replica-started', ...event, data };
  const crashed = kept !== undefined && kept.state !== 'stopping';
  if (!crashed) return { kind: 'replica-stopped', ...event, data };
  return {
    kind: 'replica-crashed',
    ...event,
    data: { ...data, ...(kept.lastExit === undefined ? {} : { reason: explainExit(kept.lastExit) }) },
  };
};
