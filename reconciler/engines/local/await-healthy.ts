import { setTimeout as sleep } from 'node:timers/promises';
import { type Desired, Fault } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { explainExit, shortExit } from './explain-exit.ts';
import type { Kept } from './keeper/protocol.ts';
import { probe } from './probe.ts';
import { metaOf, type ReplicaMeta } from './replica.ts';

/** Why a replica did not become healthy. */
export type Trouble = {
  readonly key: string;
  readonly meta: ReplicaMeta;
  readonly reason: string;
  readonly exit?: string;
  readonly lastLines: readonly string[];
};

/** A process without a port is taken for healthy when it has stayed up this long. */
const stayedUpMs = 1000;

export type HealthOptions = {
  readonly health: Desired['shape']['health'];
  readonly host: string;
  readonly timeoutMs: number;
  readonly onHint: (hint: string) => void;
};

/**
 * Resolves when a replica is healthy (undefined), or has failed: at once when it ends, else when its time is over. Rejects when aborted,
 * and with `engine/away` when the keeper dies.
 */
export const awaitHealthy = async (
  context: Context,
  key: string,
  options: HealthOptions,
  signal: AbortSignal,
): Promise<Trouble | undefined> => {
  const { keeper } = context;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const ended = keeper.until(key, (kept) => (kept?.state === 'running' ? undefined : { kept }), either);
  ended.catch(() => {}); // the race may be over
  try {
    const first = await Promise.race([ended, up(context, key, options, either)]);
    if (first === 'healthy') {
      const kept = keeper.kept().get(key);
      if (kept?.state === 'running') context.healthy.set(key, kept.startedAt);
      return kept?.state === 'running' ? undefined : trouble((await ended).kept);
    }
    if (typeof first !== 'string') return trouble(first.kept);
    return trouble((await keeper.change({ key })) ?? keeper.kept().get(key), first);
  } finally {
    over.abort();
  }
};

const up = async (context: Context, key: string, options: HealthOptions, signal: AbortSignal): Promise<string> => {
  const kept = context.keeper.kept().get(key);
  if (kept?.pid === undefined) return new Promise(() => {}); // its end is told by `ended`
  const { port } = metaOf(kept) as ReplicaMeta;
  if (port === 0) {
    await sleep(Math.max(0, kept.startedAt + stayedUpMs - Date.now()), undefined, { signal });
    return 'healthy';
  }
  const { health, host, timeoutMs, onHint } = options;
  const limit = health?.timeoutSeconds === undefined ? timeoutMs : health.timeoutSeconds * 1000;
  const path = health?.path === undefined ? {} : { path: health.path };
  return (await probe({ port, pid: kept.pid, host, timeoutMs: limit, onHint, ...path }, signal)) ?? 'healthy';
};

const trouble = (kept: Kept | undefined, reason?: string): Trouble => {
  if (kept === undefined) throw new Fault('engine/away', 'The keeper of the local engine went away, and the replica with it.');
  const exit = kept.state === 'running' ? undefined : kept.lastExit;
  return {
    key: kept.key,
    meta: metaOf(kept) as ReplicaMeta,
    reason: exit === undefined ? (reason ?? 'was stopped') : explainExit(exit),
    ...(exit === undefined ? {} : { exit: shortExit(exit) }),
    lastLines: kept.lastLines,
  };
};
