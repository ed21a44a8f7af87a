import type { ChangeOptions, ChangeRequest, ChangeResult } from './change.ts';
import type { Deploy } from './deploy.ts';
import type { Environment, Shape } from './desired.ts';
import type { Author, Release } from './edit.ts';
import type { App, DeployId, Oid } from './ids.ts';
import type { Progress } from './progress.ts';

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

/** The door of the protocol for everything that is not a push: the API asks, the reconciler answers. */
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
