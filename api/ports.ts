import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, AppId, Author, Deploy, DeployId, Environment, Log, Oid, Progress, Release, Shape, Timings } from '../core/index.ts';
import type { Database } from './database/database.ts';

/** What the API needs from other rooms, declared by its user and equal in structure to what they offer. Wired in platform.ts. */

export type ChangeRequest =
  | { readonly kind: 'env'; readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] }
  | { readonly kind: 'scale'; readonly processes: Readonly<Record<string, { readonly replicas?: number; readonly size?: number }>> }
  | { readonly kind: 'restart' }
  | { readonly kind: 'rollback'; readonly version?: number };

export type ChangeOptions = {
  readonly by: Author;
  readonly rollOut: boolean;
  readonly idempotencyKey?: string;
  readonly signal: AbortSignal;
};

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

export type AppState = {
  readonly main: Oid;
  readonly version: number;
  readonly appliedVersion?: number;
  readonly source?: Oid;
  readonly shape: Shape;
  readonly processes: Readonly<Record<string, string>>;
  readonly pending?: Deploy;
};

/** Everything that is done to an app, by the reconciler's protocol. */
export type Control = {
  readonly change: (app: App, request: ChangeRequest, options: ChangeOptions, output: Progress) => Promise<ChangeResult>;
  readonly cancel: (app: App, deploy: DeployId, by: Author) => Promise<void>;
  readonly follow: (
    app: App,
    deploy: DeployId,
    from: number,
    signal: AbortSignal,
  ) => AsyncIterable<{ readonly sequence: number; readonly line: string }>;
  readonly state: (app: App) => Promise<AppState>;
  readonly environment: (app: App) => Promise<Environment>;
  readonly releases: (app: App, limit: number) => Promise<readonly Release[]>;
  readonly create: (app: App, by: Author) => Promise<void>;
  readonly destroy: (app: App, by: Author) => Promise<void>;
};

export type Replica = {
  readonly name: string;
  readonly processType: string;
  readonly version: number;
  readonly state: 'starting' | 'healthy' | 'stopping' | 'crashed';
  readonly startedAt: number;
  readonly restarts: number;
  readonly size: number;
  readonly lastExit?: string;
};

export type LogLine = {
  readonly cursor: string;
  readonly at: number;
  readonly source: 'app' | 'build' | 'router' | 'platform';
  readonly process: string;
  readonly version?: number;
  readonly text: string;
};

export type LogQuery = { readonly after?: string; readonly lines?: number; readonly follow: boolean; readonly process?: string };

/** Git over HTTP. It authorises by itself, with `authoriseGit`, and ends the response. */
export type GitDoor = { readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> };

export type ApiDeps = {
  readonly database: Database;
  readonly control: Control;
  readonly replicas: (app: AppId) => Promise<readonly Replica[]>;
  readonly addresses: (app: App) => Promise<readonly string[]>;
  readonly logs: (app: AppId, query: LogQuery, signal: AbortSignal) => AsyncIterable<LogLine>;
  readonly git: GitDoor;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly operatorToken: string;
};
