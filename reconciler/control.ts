import type { App, Author, Deploy, DeployId, Environment, Oid, Progress, Release, Shape, Timings } from '../core/index.ts';

/** A change asked for over the API. `rollback` without a version: the release before the newest. */
export type ChangeRequest =
  | { readonly kind: 'env'; readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] }
  | { readonly kind: 'scale'; readonly processes: Readonly<Record<string, { readonly replicas?: number; readonly size?: number }>> }
  | { readonly kind: 'restart' }
  | { readonly kind: 'rollback'; readonly version?: number };

export type ChangeOptions = {
  readonly by: Author;
  /** False: `Deploy: no`. Accepted, not rolled out. */
  readonly rollOut: boolean;
  /** The same key within 24 h gives the first call's answer. For changes that are not idempotent by nature. */
  readonly idempotencyKey?: string;
  /** Aborted before the journal: the change is dropped. Later it goes on and can be rejoined. */
  readonly signal: AbortSignal;
};

/** Failures are thrown: `deploy/failed`, `deploy/cancelled`, `deploy/undecided`, `deploy/conflict`, each with `data.deploy`. */
export type ChangeResult =
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'accepted'; readonly deploy: DeployId; readonly version: number; readonly commit: Oid; readonly summary: string }
  | {
      readonly kind: 'live';
      readonly deploy: DeployId;
      readonly version: number;
      readonly commit: Oid;
      readonly summary: string;
      readonly timings: Timings;
    };

/** What is wanted (config `main`) and what is applied. `version` 0: no release yet. */
export type AppState = {
  readonly main: Oid;
  readonly version: number;
  /** Undefined: nothing runs. Lower than `version`: config is newer than what runs (`Deploy: no`). */
  readonly appliedVersion?: number;
  readonly source?: Oid;
  readonly shape: Shape;
  /** Process types of the release, with their commands. */
  readonly processes: Readonly<Record<string, string>>;
  /** The deploy that holds the lock, if any. */
  readonly pending?: Deploy;
};

/** The protocol's door for everything that is not a push. */
export type Control = {
  readonly change: (app: App, request: ChangeRequest, options: ChangeOptions, output: Progress) => Promise<ChangeResult>;
  /** Resolves when the verdict `cancelled` is durable. Throws `deploy/not-found`, or `deploy/over` when it has ended already. */
  readonly cancel: (app: App, deploy: DeployId, by: Author) => Promise<void>;
  /** Lines a deploy has printed from sequence `from` on, then new ones until it ends. Ends at once for a deploy of the past. */
  readonly follow: (
    app: App,
    deploy: DeployId,
    from: number,
    signal: AbortSignal,
  ) => AsyncIterable<{ readonly sequence: number; readonly line: string }>;
  readonly state: (app: App) => Promise<AppState>;
  readonly environment: (app: App) => Promise<Environment>;
  /** Newest first. */
  readonly releases: (app: App, limit: number) => Promise<readonly Release[]>;
  readonly create: (app: App, by: Author) => Promise<void>;
  /** Cancels what is under way, stops all, removes repositories. Idempotent. */
  readonly destroy: (app: App, by: Author) => Promise<void>;
};
