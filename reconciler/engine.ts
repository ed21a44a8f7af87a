import type { App, AppId, DeployId, Desired, LogLine, LogQuery, Progress, Replica } from '../core/index.ts';

/** What an engine offers beyond the common part. A member that is false is refused with `engine/unsupported`. */
export type Can = { readonly hot: boolean; readonly canary: boolean; readonly exec: boolean; readonly forward: boolean };

/** One thing the machine or cluster gives or lacks; `fix` is the next thing to type where it lacks something. */
export type Finding = { readonly name: string; readonly ok: boolean; readonly detail: string; readonly fix?: string };

/** What would change if `desired` were applied. */
export type Difference =
  | { readonly kind: 'start' | 'replace' | 'stop'; readonly processType: string; readonly replicas: number }
  | { readonly kind: 'scale'; readonly processType: string; readonly from: number; readonly to: number };

export type RolloutEvent = { readonly sequence: number; readonly at: number; readonly line: string };

/** How a rollout ended. `errored` (network, engine away) is never a reason to undo. */
export type RolloutOutcome =
  | { readonly kind: 'live'; readonly timings: Readonly<Record<string, number>> }
  | {
      readonly kind: 'failed';
      readonly processType: string;
      readonly replica: string;
      readonly reason: string;
      readonly exit?: string;
      readonly lastLines: readonly string[];
    }
  | { readonly kind: 'errored'; readonly reason: string }
  | { readonly kind: 'superseded'; readonly by: DeployId };

/** A rollout in progress or over. Rejoinable: apply with the same deploy id gives the same rollout, also after a crash of the server. */
export type Rollout = {
  readonly deploy: DeployId;
  /** Events from sequence number `from` on, then new ones until the end. */
  readonly events: (from: number, signal: AbortSignal) => AsyncIterable<RolloutEvent>;
  /** Aborting the signal stops watching (rejects with the signal's reason), not the rollout. */
  readonly outcome: (signal: AbortSignal) => Promise<RolloutOutcome>;
};

export type RunResult =
  | { readonly kind: 'exited'; readonly code: number; readonly lastLines: readonly string[] }
  | { readonly kind: 'timed-out'; readonly lastLines: readonly string[] }
  /** It was started and how it ended can't be known any more. It is never started again under this id. */
  | { readonly kind: 'unknown'; readonly reason: string };

export type Observation = { readonly app: AppId; readonly replicas: readonly Replica[] };

/** Runs replicas. Implementations: `engines/local` (this machine) and, later, `engines/kubernetes`. One contract: test/contracts/engine.ts. */
export type Engine = {
  readonly can: Can;
  readonly doctor: () => Promise<readonly Finding[]>;
  /** Folder or namespace, keys, addresses. Idempotent. */
  readonly ensure: (app: App) => Promise<void>;
  /** Problems that would make `desired` fail, each one sentence. No effect. */
  readonly check: (desired: Desired) => Promise<readonly string[]>;
  readonly diff: (desired: Desired) => Promise<readonly Difference[]>;
  /** The slug is ready and runnable; nothing started. Throws `slug/not-found`, `slug/damaged` (failed) or `engine/away` (errored). */
  readonly prepare: (desired: Desired, signal: AbortSignal) => Promise<void>;
  /**
   * Resolves when the intent is durable in the engine. The same deploy id is the same rollout. Equal stamps restart
   * nothing (`force` restarts all the same). Desired without a release: everything stops.
   * No replica that runs is stopped before all new ones are healthy. A later apply supersedes an unfinished one.
   */
  readonly apply: (desired: Desired, options: { readonly deploy: DeployId; readonly mode: 'roll' | 'force' }) => Promise<Rollout>;
  /** A snapshot of every app it knows, then each change, until aborted. */
  readonly observe: (signal: AbortSignal) => AsyncIterable<Observation>;
  /** The snapshot alone, of one app. */
  readonly replicas: (app: AppId) => Promise<readonly Replica[]>;
  /** A one-off process or the release phase, on a desired state that may not be applied yet. Idempotent by id: started at most once, ever. */
  readonly run: (
    desired: Desired,
    options: {
      readonly id: string;
      readonly process: string;
      readonly command: string;
      readonly timeLimitMs: number;
      readonly output: Progress;
    },
    signal: AbortSignal,
  ) => Promise<RunResult>;
  /** Lines from the cursor (or the last `lines`), oldest first; with `follow` goes on until aborted. */
  readonly logs: (app: AppId, query: LogQuery, signal: AbortSignal) => AsyncIterable<LogLine>;
  /** Adds a line that is not an app's own: build output, `platform` notices. */
  readonly note: (
    app: AppId,
    line: { readonly source: 'build' | 'platform'; readonly process: string; readonly version?: number; readonly text: string },
  ) => void;
  /** Takes up what runs from an earlier life of the server. Called once, before anything else. */
  readonly adopt: () => Promise<void>;
  /** Deploy id and commit of what the engine last accepted for an app, or undefined. */
  readonly applied: (app: AppId) => Promise<{ readonly deploy: DeployId; readonly commit: string } | undefined>;
  /** Where the app answers: by host name through the router, and at a loopback port of its own. */
  readonly addresses: (app: App) => Promise<readonly string[]>;
  /** Stops all and leaves nothing behind. Idempotent. */
  readonly destroy: (app: App) => Promise<void>;
};
