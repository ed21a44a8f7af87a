import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, AppId, Control, Log, LogLine, LogQuery, Replica } from '../core/index.ts';
import type { Database } from './database/database.ts';

/** Git over HTTP. It authorises by itself, with `authoriseGit`, and ends the response. */
export type GitDoor = { readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> };

/** What the API needs from other rooms. Wired in platform.ts. */
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
