import type { App, AppId, AppKeyStore, AppName, Deploy, DeployId, LoggedEvent, Oid, PlatformEvent } from '../../core/index.ts';

/** Who uses the platform. `email` is lower case. `password`: a scrypt text, absent for accounts that sign in by key alone. */
export type Account = { readonly id: string; readonly email: string; readonly password?: string; readonly createdAt: number };

export type Accounts = {
  /** Throws `account/exists`. */
  readonly create: (account: { readonly email: string; readonly password?: string }) => Promise<Account>;
  readonly byId: (id: string) => Promise<Account | undefined>;
  readonly byEmail: (email: string) => Promise<Account | undefined>;
  readonly setPassword: (id: string, password: string) => Promise<void>;
};

/** Only the SHA-256 of a key is kept. */
export type ApiKeys = {
  /** An account keeps its 100 keys used last. */
  readonly add: (account: string, hash: Uint8Array) => Promise<void>;
  /** The key's account. Notes the day of use. */
  readonly accountOf: (hash: Uint8Array) => Promise<Account | undefined>;
  /** In one step: this key and no other. */
  readonly replaceAll: (account: string, hash: Uint8Array) => Promise<void>;
};

/** An app with its owner's account id. */
export type OwnedApp = App & { readonly owner: string; readonly createdAt: number };

export type Apps = {
  /**
   * Holds a name for its owner and gives the app an id, before anything of it is made. The same owner reserving the same
   * unfinished name again gets the same app. Throws `app/exists`: taken, or destroyed by another owner in the last 30 days.
   */
  readonly reserve: (app: { readonly name: AppName; readonly owner: string }) => Promise<OwnedApp>;
  /** The reserved app is there now; `app-created` is logged in the same step. Idempotent. */
  readonly confirm: (id: AppId, by: string) => Promise<void>;
  /** Gone, and its key too. Whoever destroys it logs `app-destroyed`. Idempotent. */
  readonly destroyed: (id: AppId) => Promise<void>;
  /** Confirmed and not destroyed, like all that follow. */
  readonly byName: (name: AppName) => Promise<OwnedApp | undefined>;
  /** By name. */
  readonly ownedBy: (owner: string) => Promise<readonly OwnedApp[]>;
  readonly all: () => Promise<readonly OwnedApp[]>;
};

export type Deploys = {
  /** Inserts or replaces by id. */
  readonly save: (deploy: Deploy) => Promise<void>;
  readonly get: (app: AppId, id: DeployId) => Promise<Deploy | undefined>;
  /** Newest first. */
  readonly list: (app: AppId, limit: number) => Promise<readonly Deploy[]>;
  /** Whose row says that they have not ended, oldest first. */
  readonly unfinished: (app: AppId) => Promise<readonly Deploy[]>;
  /** Called after each save in this process, until the returned function is. */
  readonly onSaved: (listener: (deploy: Deploy) => void) => () => void;
};

/** `after`: events of a higher sequence, oldest first. Absent: the newest, newest first. */
export type EventQuery = {
  readonly after?: number;
  readonly limit: number;
  readonly app?: AppId;
  /** Only of apps this account owns or owned. */
  readonly owner?: string;
};

/** An event with the name its app has or had. */
export type NamedEvent = LoggedEvent & { readonly appName: AppName };

/** Append-only. A sequence number never repeats, and none appears below one that could be read already. */
export type Events = {
  readonly append: (event: PlatformEvent) => Promise<number>;
  readonly read: (query: EventQuery) => Promise<readonly NamedEvent[]>;
  /** Highest sequence; 0 before the first. */
  readonly last: () => Promise<number>;
  /** Called after each append in this process, until the returned function is. */
  readonly onAppended: (listener: () => void) => () => void;
};

/** Release numbers by config commit. A cache: it may be dropped whenever. */
export type Versions = {
  readonly load: (app: AppId, commit: Oid) => Promise<number | undefined>;
  readonly save: (app: AppId, commit: Oid, version: number) => Promise<void>;
  readonly drop: (app: AppId) => Promise<void>;
};

export type Answered = {
  readonly status: number;
  readonly body: string;
  readonly deploy?: string;
  /** Hash of what was asked. */
  readonly request: string;
};
export type Call = { readonly key: string; readonly account: string; readonly route: string };

/** Answers given to calls that carried an `Idempotency-Key`, for 24 h. */
export type Idempotency = {
  readonly load: (call: Call) => Promise<Answered | undefined>;
  readonly save: (call: Call, answer: Answered) => Promise<void>;
};

/** Everything that is not in git. Implementation: SQLite; PostgreSQL can follow. One contract: test/contracts/database.ts. */
export type Database = {
  readonly accounts: Accounts;
  readonly apiKeys: ApiKeys;
  readonly apps: Apps;
  readonly appKeys: AppKeyStore;
  readonly deploys: Deploys;
  readonly events: Events;
  readonly versions: Versions;
  readonly idempotency: Idempotency;
  /** Throws when the database doesn't answer. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
};
