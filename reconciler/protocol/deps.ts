import type { Build, Log, Records, Repositories } from '../../core/index.ts';
import type { Engine } from '../engine.ts';
import type { Slugs } from '../ports.ts';
import type { DeployLock } from './deploy-lock.ts';
import type { Feeds } from './feed.ts';
import type { Ending } from './intent.ts';

/** Everything the protocol acts through. Each of these is wrapped by tests to stop the world after any effect. */
export type ProtocolDeps = {
  readonly repositories: Repositories;
  readonly engine: Engine;
  readonly slugs: Slugs;
  readonly build: Build;
  readonly records: Records;
  readonly log: Log;
  readonly now: () => number;
  readonly limits: Limits;
  /** Aborts when the server stops: what is under way stays in the journal and goes on at the next start. */
  readonly stopping: AbortSignal;
};

export type Limits = {
  /** A rollout that is not live after this long has failed. Default: 10 minutes. */
  readonly deadlineMs: number;
  /** So long after the deadline without any outcome the answer is "undecided". Default: 5 s. */
  readonly graceMs: number;
  /** The `release` process is killed after this long. Default: 10 minutes. */
  readonly releaseMs: number;
  /** First pause before an errored step is tried again; doubles to 30 s. Default: 500 ms. */
  readonly retryMs: number;
};

export const defaultLimits: Limits = { deadlineMs: 600_000, graceMs: 5_000, releaseMs: 600_000, retryMs: 500 };

/** The protocol's own state between calls, all of it rebuilt from git at the start. */
export type ProtocolState = {
  readonly deployLock: DeployLock;
  readonly buildSlot: DeployLock;
  readonly feeds: Feeds;
  /** Deploys under way in this process, by id. */
  readonly active: Map<string, ActiveDeploy>;
};

export type ActiveDeploy = {
  readonly app: string;
  /** Aborted when somebody cancels it: what is not in the journal yet is dropped, what is gets a verdict. */
  readonly cancel: AbortController;
  /** Resolved when the intent is durable; never for one that ends before that. */
  readonly journalled: PromiseWithResolvers<void>;
  /** Resolved when it is over. */
  readonly ended: PromiseWithResolvers<Ending>;
};
