/**
 * What server and keeper say to each other: one JSON object a line over a unix socket. The keeper outlives the server, so
 * an upgraded server meets an old keeper: anything that changes a meaning raises the version.
 */
export const protocolVersion = 1;

/** How a process ended. One of `code`, `signal`, `error` (it could not be started). Times in milliseconds. */
export type Exit = {
  readonly at: number;
  readonly afterMs: number;
  readonly code?: number;
  readonly signal?: string;
  readonly error?: string;
  readonly outOfMemory?: true;
  readonly timedOut?: true;
};

/** A process to keep. `meta` is the server's own and comes back as it was. `env` is the whole environment and is never written down. */
export type Start = {
  readonly key: string;
  readonly meta: unknown;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Made before it starts, removed after it is gone. */
  readonly scratch: string;
  readonly log: { readonly file: string; readonly process: string; readonly version: number };
  /** True: started again, with back-off, whenever it ends. False: its end is remembered until `forget`. */
  readonly restart: boolean;
  readonly timeLimitMs?: number;
  /** Send every line as an event, too. */
  readonly stream: boolean;
};

/**
 * `waiting`: crashed, will be started again. `exited`: ended for good, and remembered. `lines`: how many it has written so far; the last
 * of them are told when it has exited, and in the answer to `change`.
 */
export type Kept = {
  readonly key: string;
  readonly meta: unknown;
  readonly state: 'running' | 'waiting' | 'stopping' | 'exited';
  readonly pid?: number;
  readonly startedAt: number;
  readonly restarts: number;
  readonly lastExit?: Exit;
  readonly lastLines: readonly string[];
  readonly lines: number;
};

export type Change = { readonly key: string; readonly meta?: unknown; readonly version?: number; readonly restart?: boolean };

/** Ports of this machine that no other platform uses while this keeper lives. Both ends included. */
export type PortBlock = { readonly from: number; readonly to: number };

export type Call =
  | { readonly call: 'hello'; readonly version: number }
  | { readonly call: 'start'; readonly start: Start }
  | { readonly call: 'change'; readonly change: Change }
  | { readonly call: 'stop'; readonly key: string; readonly graceMs: number }
  | { readonly call: 'forget'; readonly key: string }
  | { readonly call: 'claim' }
  | { readonly call: 'close'; readonly graceMs: number };

export type Hello = {
  readonly version: number;
  readonly pid: number;
  readonly kept: readonly Kept[];
  readonly ports: readonly PortBlock[];
};

export type Event =
  | { readonly kept: Kept }
  | { readonly gone: string }
  | { readonly line: { readonly key: string; readonly number: number; readonly text: string } };

export type Reply = { readonly id: number; readonly ok: unknown } | { readonly id: number; readonly error: string };
